Simulation.main()
