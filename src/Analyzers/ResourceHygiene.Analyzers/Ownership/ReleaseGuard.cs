using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership;

internal enum GuardKind
{
    /// <summary>Asks anything.</summary>
    Other,

    /// <summary>Asks whether there is nothing (more) to release: null, or released already.</summary>
    NothingToRelease,

    /// <summary>Asks for a bool parameter.</summary>
    Flag,

    /// <summary>Asks for a bool parameter and whether there is something to release.</summary>
    FlagAndSomething,
}

/// <summary>What a condition in front of a release asks.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Flag">The bool parameter, where one is asked for.</param>
/// <param name="Value">What the answer is when the condition is true.</param>
internal readonly record struct ReleaseGuard(GuardKind Kind, string? Flag, bool Value)
{
    private static readonly string[] s_releasedNames = { "disposed", "closed", "released", "disposing" };

    public static ReleaseGuard Other => default;

    public static ReleaseGuard Of(IOperation condition, ReleaseSubject subject, IMethodSymbol function, IOperation root)
    {
        switch (condition)
        {
            case IParenthesizedOperation parenthesized:
                return Of(parenthesized.Operand, subject, function, root);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not:
                ReleaseGuard negated = Of(not.Operand, subject, function, root);
                return negated.Kind == GuardKind.FlagAndSomething ? Other : negated with { Value = !negated.Value };
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, OperatorMethod: null or { ContainingType.SpecialType: not SpecialType.None } } comparison:
                return Comparison(comparison, subject, function, root);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } and:
                return Of(and.LeftOperand, subject, function, root).And(Of(and.RightOperand, subject, function, root));
            case IIsPatternOperation { Pattern: IConstantPatternOperation { Value: { } constant } } pattern when IsNull(constant) && subject.IsDenotedBy(pattern.Value):
                return new ReleaseGuard(GuardKind.NothingToRelease, null, true);
            case IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value: { } constant } } } pattern when IsNull(constant) && subject.IsDenotedBy(pattern.Value):
                return new ReleaseGuard(GuardKind.NothingToRelease, null, false);
            case IParameterReferenceOperation { Parameter: { Type.SpecialType: SpecialType.System_Boolean, RefKind: RefKind.None } parameter }
                when SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, function) && !new ReleaseSubject(parameter).IsWrittenIn(root):
                return new ReleaseGuard(GuardKind.Flag, parameter.Name, true);
            case IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Type.SpecialType: SpecialType.System_Boolean } member when subject.IsThis && TellsRelease(member.Member.Name):
                return new ReleaseGuard(GuardKind.NothingToRelease, null, true);
            default:
                return Other;
        }
    }

    private static ReleaseGuard Comparison(IBinaryOperation comparison, ReleaseSubject subject, IMethodSymbol function, IOperation root)
    {
        bool isEqual = comparison.OperatorKind == BinaryOperatorKind.Equals;
        if (IsNull(comparison.RightOperand) && subject.IsDenotedBy(comparison.LeftOperand))
            return new ReleaseGuard(GuardKind.NothingToRelease, null, isEqual);
        if (comparison.RightOperand.ConstantValue is not { HasValue: true, Value: bool constant })
            return Other;
        ReleaseGuard guard = Of(comparison.LeftOperand, subject, function, root);
        return guard.Kind == GuardKind.FlagAndSomething ? Other : guard with { Value = guard.Value == (constant == isEqual) };
    }

    private ReleaseGuard And(ReleaseGuard other) => (Kind, other.Kind) switch
    {
        (GuardKind.NothingToRelease, GuardKind.NothingToRelease) when !Value && !other.Value => this,
        (GuardKind.Flag or GuardKind.FlagAndSomething, GuardKind.NothingToRelease) when !other.Value => this with { Kind = GuardKind.FlagAndSomething },
        (GuardKind.NothingToRelease, GuardKind.Flag or GuardKind.FlagAndSomething) when !Value => other with { Kind = GuardKind.FlagAndSomething },
        _ => Other,
    };

    private static bool IsNull(IOperation value) => value switch
    {
        IConversionOperation conversion => IsNull(conversion.Operand),
        _ => value.ConstantValue is { HasValue: true, Value: null },
    };

    private static bool TellsRelease(string name) =>
        s_releasedNames.Any(word => name.EndsWith(word, StringComparison.OrdinalIgnoreCase)) && name.IndexOf("leave", StringComparison.OrdinalIgnoreCase) < 0;
}
