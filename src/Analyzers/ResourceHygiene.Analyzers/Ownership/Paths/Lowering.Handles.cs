using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>Handles that are whole numbers, as file descriptors are: which ones are none is told by comparing them.</summary>
internal sealed partial class Lowering
{
    // The places that hold such a handle. A number says nothing by its type.
    private readonly HashSet<int> _numbers = new();

    // The variables among them, of which a second pass knows from the start.
    private readonly HashSet<ILocalSymbol> _numberVariables = new(SymbolEqualityComparer.Default);

    private void NoteNumber(int place, IOperation target)
    {
        _numbers.Add(place);
        if (target is ILocalReferenceOperation { Local.RefKind: RefKind.None } local)
            _numberVariables.Add(local.Local);
    }

    private void ExpectNumbers(Lowering first)
    {
        foreach (ILocalSymbol variable in first._numberVariables)
            _numbers.Add(_places.Local(variable));
    }

    private bool IsNumber(Value value) => _numbers.Count > 0 && value.IsPlace && _numbers.Contains(value.Place);

    // fd == -1, fd < 0, 0 <= fd: below zero is none, and zero itself is for nearly everything that is no file. Null for every other condition.
    private Condition? AsksForHandle(IBinaryOperation comparison)
    {
        if (_numbers.Count == 0 || comparison.OperatorMethod is not null)
            return null;
        bool isSwapped = comparison.LeftOperand.ConstantValue.HasValue;
        (IOperation asked, IOperation limit) = isSwapped ? (comparison.RightOperand, comparison.LeftOperand) : (comparison.LeftOperand, comparison.RightOperand);
        if (limit.ConstantValue is not { HasValue: true, Value: { } constant } || !RawValues.IsNoNumber(constant, isLimit: true) || TestedIn(asked) is not { } tested || !IsNumber(PlaceOf(tested)))
            return null;
        if (tested != asked)
            Visit(asked);
        Condition isNone = Test(PlaceOf(tested), null);
        return (comparison.OperatorKind, isSwapped) switch
        {
            (BinaryOperatorKind.Equals, _) => RawValues.IsNoNumber(constant) ? isNone : null,
            (BinaryOperatorKind.NotEquals, _) => RawValues.IsNoNumber(constant) ? isNone.Negated : null,
            (BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual, false) or (BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual, true) => isNone,
            (BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual, false) or (BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual, true) => isNone.Negated,
            _ => null,
        };
    }

    // (fd = open(path)) < 0
    private static IOperation? TestedIn(IOperation asked) => asked switch
    {
        ILocalReferenceOperation => asked,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } => local,
        IParenthesizedOperation inner => TestedIn(inner.Operand),
        _ => null,
    };

    // fd is -1, fd is < 0
    private Condition? AsksForHandle(Value value, IPatternOperation pattern) => !IsNumber(value) ? null : pattern switch
    {
        IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: { } constant } } when RawValues.IsNoNumber(constant) => Test(value, null),
        IRelationalPatternOperation { Value.ConstantValue: { HasValue: true, Value: { } limit } } relation when RawValues.IsNoNumber(limit, isLimit: true) =>
            relation.OperatorKind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual ? Test(value, null) : Test(value, null).Negated,
        _ => null,
    };

    // codec_init(&codec) and codec_init(out codec) give the same.
    private bool IsGiven(IArgumentOperation argument) => argument.Parameter?.RefKind == RefKind.Out || (argument.Parameter is { RefKind: RefKind.Ref or RefKind.None } && _sites.IndexOf(argument) >= 0);
}
