using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>Loops that only a throw or a jump ends: what a server holds while it runs in one is not lost.</summary>
internal static class EndlessLoops
{
    /// <summary>True when the function of an acquisition goes on to such a loop.</summary>
    public static bool IsBefore(IOperation acquisition, FlowBody body) =>
        body.Operations.Any(operation => operation is ILoopOperation loop && IsEndless(loop) && loop.Syntax.SpanStart > acquisition.Syntax.SpanStart);

    private static bool IsEndless(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation { Condition.ConstantValue: { HasValue: true, Value: true } } => true,
        IForLoopOperation { Condition: null or { ConstantValue: { HasValue: true, Value: true } } } => true,
        _ => false,
    };
}
