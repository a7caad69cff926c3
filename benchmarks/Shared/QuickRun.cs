using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace ResourceHygiene.Benchmarks;

/// <summary>Everything in under a minute: ours and its peers in turn in one process, one line a figure.</summary>
internal static class QuickRun
{
    private delegate IEnumerable<Figure> Rows();

    /// <summary>Prints the figures. 0 whenever all could be had: a target that is missed is for people to judge.</summary>
    /// <param name="areas">Which rows: <c>tracker</c> for those of <c>TrackerRows</c>. All where there are none.</param>
    public static int Run(string[] areas)
    {
        var start = Stopwatch.GetTimestamp();
        var chosen = Areas().Where(area => areas.Length == 0 || areas.Contains(area.Name, StringComparer.OrdinalIgnoreCase)).ToArray();
        if (chosen.Length == 0)
        {
            Console.Error.WriteLine($"No such rows. There are: {string.Join(", ", Areas().Select(static area => area.Name))}.");
            return 1;
        }

        var code = 0;
        foreach (var (name, rows) in chosen)
        {
            try
            {
                foreach (var figure in rows())
                    Console.WriteLine(figure);
            }
            catch (Exception exception)
            {
                // The rows of the other areas are worth having all the same.
                Console.Error.WriteLine($"Could not measure {name}: {exception}");
                code = 1;
            }
        }
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, .NET {Environment.Version}, took {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s"));
        return code;
    }

    /// <summary>Each class <c>XRows</c> with a static <c>Measure</c>, found by its name: an area adds a file and touches nothing else.</summary>
    private static IEnumerable<(string Name, Rows Measure)> Areas() =>
        from type in typeof(QuickRun).Assembly.GetTypes()
        where type.Name.EndsWith("Rows", StringComparison.Ordinal)
        let measure = type.GetMethod("Measure", BindingFlags.Public | BindingFlags.Static, [])
        where measure is not null
        orderby type.Name
        select (type.Name[..^"Rows".Length], measure.CreateDelegate<Rows>());
}
