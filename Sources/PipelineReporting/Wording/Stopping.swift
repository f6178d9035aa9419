/// What is said at once when a signal has told the run to stop.
package let stoppingText = "stopping what runs · Ctrl-C again kills it at once"
