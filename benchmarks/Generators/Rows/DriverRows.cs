using System.Globalization;
using ResourceHygiene.Benchmarks;
using ResourceHygiene.Generators.Benchmarks.Driving;

namespace ResourceHygiene.Generators.Benchmarks.Rows;

/// <summary>What the generator costs the person who types, next to one that asks the driver for the same types and adds empty files.</summary>
internal static class DriverRows
{
    private static readonly int[] s_sizes = [1, 100, 1_000, 10_000];

    public static IEnumerable<Figure> Measure()
    {
        // The same code for all sizes; the first would otherwise pay for its compilation.
        new DrivenPair(100).Run(rounds: 2, edits: 3);
        var measured = new List<DrivenPair>();
        foreach (int types in s_sizes)
        {
            (int rounds, int edits) = RoundsOf(types);
            DrivenPair pair = new DrivenPair(types).Run(rounds, edits);
            measured.Add(pair);

            yield return new(Name("cold", types), pair.Ours.Cold.Milliseconds / pair.Alone.Cold.Milliseconds);
            yield return new(Name("edit elsewhere", types), pair.EditRatio, types == s_sizes[^1] ? 1.25 : null);
            yield return new(Name("edit elsewhere, bytes", types), pair.Ours.EditElsewhere.Bytes / pair.Alone.EditElsewhere.Bytes);
            yield return new(Name("edit elsewhere, ms", types), pair.Ours.EditElsewhere.Milliseconds);
            yield return new(Name("edit of an annotated type, ms", types), pair.Ours.EditAnnotated.Milliseconds);
        }

        foreach (DrivenPair pair in measured)
            yield return new(string.Create(CultureInfo.InvariantCulture, $"edit of an annotated type / edit elsewhere, {pair.Types} annotated types"), pair.Ours.EditAnnotated.Milliseconds / pair.Ours.EditElsewhere.Milliseconds);
        DrivenPair large = measured[^1];
        yield return new(
            "edit elsewhere: microseconds beyond the driver's own for each annotated type",
            1000 * (large.Ours.EditElsewhere.Milliseconds - large.Alone.EditElsewhere.Milliseconds) / large.Types);
    }

    // All sizes together are to take less than a minute; what is long is disturbed less.
    private static (int Rounds, int Edits) RoundsOf(int types) => types switch
    {
        >= 10_000 => (1, 3),
        >= 1_000 => (1, 7),
        _ => (3, 5),
    };

    private static string Name(string what, int types) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}, {types} annotated types: ours{(what.EndsWith("ms", StringComparison.Ordinal) ? "" : " / driver alone")}");
}
