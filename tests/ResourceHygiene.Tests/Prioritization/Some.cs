using System.Collections.Immutable;
using System.Globalization;

namespace ResourceHygiene.Tests;

/// <summary>Resources as a snapshot would show them. Their handles are real ones, as nobody else can make one.</summary>
internal static class Some
{
    private static readonly ImmutableArray<ResourceHandle> Handles = MakeHandles();

    public static ResourceHandle Handle(int number) => Handles[number];

    public static ResourceInfo Resource(int number, string type = "test", long bytes = 1000, int idle = 1) => new()
    {
        Handle = Handles[number],
        Type = type,
        Name = number.ToString(CultureInfo.InvariantCulture),
        Bytes = bytes,
        Idle = TimeSpan.FromSeconds(idle),
    };

    public static IEnumerable<string> Names(IEnumerable<ReleaseVerdict> verdicts) => verdicts.Select(verdict => verdict.Resource.Name!);

    private static ImmutableArray<ResourceHandle> MakeHandles()
    {
        var bench = new Workbench();
        return [.. Enumerable.Range(0, 200).Select(_ => bench.Add(new object()))];
    }
}
