using System.Globalization;
using ResourceHygiene.Benchmarks;
using ResourceHygiene.Generators.Benchmarks.Driving;
using ResourceHygiene.Generators.TrackedResources;

namespace ResourceHygiene.Generators.Benchmarks.Rows;

/// <summary>What the generator costs the person who types, next to one that asks the driver for the same types and does nothing.</summary>
internal static class DriverRows
{
    private static readonly int[] s_sizes = [1, 100, 1_000, 10_000];

    public static IEnumerable<Figure> Measure()
    {
        WarmUp();
        var measured = new List<(int Types, DrivenRun Ours, DrivenRun Alone)>();
        foreach (int types in s_sizes)
        {
            (DrivenRun ours, DrivenRun alone) = RunsOf(types);
            for (int round = RoundsOf(types); round > 0; round--)
            {
                ours.Round();
                alone.Round();
            }
            measured.Add((types, ours, alone));

            yield return new(Name("cold", types), ours.Cold.Milliseconds / alone.Cold.Milliseconds);
            yield return new(Name("edit elsewhere", types), ours.EditElsewhere.Milliseconds / alone.EditElsewhere.Milliseconds, types == s_sizes[^1] ? 1.25 : null);
            yield return new(Name("edit elsewhere, bytes", types), ours.EditElsewhere.Bytes / alone.EditElsewhere.Bytes);
            yield return new(Name("edit elsewhere, ms", types), ours.EditElsewhere.Milliseconds);
            yield return new(Name("edit of an annotated type, ms", types), ours.EditAnnotated.Milliseconds);
        }

        foreach ((int types, DrivenRun ours, _) in measured)
            yield return new(string.Create(CultureInfo.InvariantCulture, $"edit of an annotated type / edit elsewhere, {types} annotated types"), ours.EditAnnotated.Milliseconds / ours.EditElsewhere.Milliseconds);
        (int most, DrivenRun large, DrivenRun driver) = measured[^1];
        yield return new(
            "edit elsewhere: microseconds beyond the driver's own for each annotated type",
            1000 * (large.EditElsewhere.Milliseconds - driver.EditElsewhere.Milliseconds) / most);
    }

    // All sizes together are to take less than a minute; what is long is disturbed less.
    private static int RoundsOf(int types) => types switch
    {
        >= 10_000 => 1,
        >= 1_000 => 2,
        _ => 6,
    };

    // The same code for all sizes; the first would otherwise pay for its compilation.
    private static void WarmUp()
    {
        (DrivenRun ours, DrivenRun alone) = RunsOf(200);
        for (int round = 0; round < 4; round++)
        {
            ours.Round();
            alone.Round();
        }
    }

    private static (DrivenRun Ours, DrivenRun Alone) RunsOf(int types)
    {
        var project = new AnnotatedProject(types);
        return (new(project, static () => new TrackedResourceGenerator(), types), new(project, static () => new DriverAlone(), 0));
    }

    private static string Name(string what, int types) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}, {types} annotated types: ours{(what.EndsWith("ms", StringComparison.Ordinal) ? "" : " / driver alone")}");
}
