using ResourceHygiene.Benchmarks;
using ResourceHygiene.Generators.Benchmarks.Disposing;

namespace ResourceHygiene.Generators.Benchmarks.Rows;

/// <summary>What is generated next to what one would write by hand for the same promises.</summary>
internal static class DisposeRows
{
    public static IEnumerable<Figure> Measure()
    {
        var generated = new DisposeBench<GeneratedOwner>(static () => new GeneratedOwner(new Part(), new Part()));
        var byHand = new DisposeBench<HandWrittenOwner>(static () => new HandWrittenOwner(new Part(), new Part()));
        Contest contest = new Contest(operations: 4096)
            .Add("generated", generated.Dispose)
            .Add("by hand", byHand.Dispose)
            .Add("generated life", generated.CreateAndDispose)
            .Add("life by hand", byHand.CreateAndDispose)
            .Run(TimeSpan.FromSeconds(5));

        yield return new("Dispose: generated / hand-written", contest.MedianRatio("generated", "by hand"), 1.05);
        yield return new("Dispose: bytes generated - bytes hand-written", contest.Bytes("generated") - contest.Bytes("by hand"), 0);
        yield return new("create, track and Dispose: generated / hand-written", contest.MedianRatio("generated life", "life by hand"), 1.05);
        yield return new("create, track and Dispose: bytes generated - bytes hand-written", contest.Bytes("generated life") - contest.Bytes("life by hand"), 0);
    }
}
