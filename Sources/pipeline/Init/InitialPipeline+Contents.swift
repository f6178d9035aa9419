extension InitialPipeline {
  static let swiftManifest = #"""
    import PipelineDescription

    // Each stage says what it reads, what it writes and what does the work.
    // `pipeline` runs the stages that must run; `pipeline --dry-run` says which, and why.
    // A changed file is one with another time or size. With `Staleness(.content)` in the pipeline,
    // bytes decide, so that a `touch` or a `git checkout` runs nothing.

    let readings = "data/readings.csv"
    let complete = "results/complete.csv"

    let pipeline = Pipeline("weather") {
      Stage("clean", "Leave out the readings without a value") {
        Command("grep -v ',$' \(input: readings) > \(output: complete)")
      }

      Stage("summary", "Describe the temperatures of each station") {
        Script("stages/summarize.sh", .input(complete), .output("results/summary.txt"), "--unit", "C")
      }
    }

    """#

  static let jsonManifest = #"""
    {
      "name": "weather",
      "stages": [
        {
          "name": "clean",
          "summary": "Leave out the readings without a value",
          "scripts": [
            {"command": "grep -v ',$' data/readings.csv > results/complete.csv"}
          ],
          "inputs": ["data/readings.csv"],
          "outputs": ["results/complete.csv"]
        },
        {
          "name": "summary",
          "summary": "Describe the temperatures of each station",
          "scripts": [
            {
              "script": "stages/summarize.sh",
              "arguments": [
                {"input": "results/complete.csv"},
                {"output": "results/summary.txt"},
                "--unit",
                "C"
              ]
            }
          ]
        }
      ]
    }

    """#

  /// The script of the second stage, which needs only a shell and awk.
  static let script = #"""
    #!/bin/sh
    # Writes the mean, the lowest and the highest temperature of each station.
    # usage: summarize.sh READINGS SUMMARY --unit C|F
    set -eu

    readings=$1
    summary=$2
    unit=$4

    LC_ALL=C awk -F, -v unit="$unit" '
      NR == 1 { next }  # the header
      {
        station = $1
        value = $3
        if (unit == "F") value = value * 9 / 5 + 32
        if (!(station in days)) {
          stations[++count] = station
          low[station] = high[station] = value
        }
        days[station]++
        sum[station] += value
        if (value < low[station]) low[station] = value
        if (value > high[station]) high[station] = value
      }
      END {
        printf "%-10s %5s %7s %7s %7s\n", "station", "days", "mean", "lowest", "highest"
        for (i = 1; i <= count; i++) {
          s = stations[i]
          printf "%-10s %5d %7.1f %7.1f %7.1f\n", s, days[s], sum[s] / days[s], low[s], high[s]
        }
      }
    ' "$readings" > "$summary"

    echo "summarized $(($(wc -l < "$readings") - 1)) readings in degrees $unit"

    """#

  /// The input of the first stage, with one temperature per day and station, of which two are missing.
  static let data = """
    station,date,celsius
    harbour,2026-03-01,4.1
    harbour,2026-03-02,5.0
    harbour,2026-03-03,
    harbour,2026-03-04,6.2
    summit,2026-03-01,-7.4
    summit,2026-03-02,-6.1
    summit,2026-03-03,-9.8
    summit,2026-03-04,-3.0
    valley,2026-03-01,2.9
    valley,2026-03-02,
    valley,2026-03-03,3.3
    valley,2026-03-04,7.7

    """
}
