using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Rules.Async;

namespace ResourceHygiene.Analyzers.Rules.Torch;

/// <summary>RH5018: the same number becomes a Scalar or a Tensor of its own in each round of a loop. Told once for a number and a loop.</summary>
internal static class ConvertedNumbers
{
    public static void Check(SyntaxNode loop, TorchFile file)
    {
        // Of nested loops the outermost one looks at all of them.
        if (LaterCode.LoopAround(loop) is not null || LaterCode.BodyOf(loop) is not { } body || !file.MentionsLibrary)
            return;
        var found = new Dictionary<(string Value, string Type, SyntaxNode Loop), List<ExpressionSyntax>>();
        foreach (SyntaxNode node in Functions.Within(body))
        {
            if (node is not ExpressionSyntax value || !MayBeConverted(value) || TypeMadeOf(value, file) is not { } type || LoopOf(value, loop, file) is not { } invariant)
                continue;
            (string, string, SyntaxNode) key = (value.ToString(), type, invariant);
            if (!found.TryGetValue(key, out List<ExpressionSyntax>? places))
                found.Add(key, places = new List<ExpressionSyntax>());
            places.Add(value);
        }

        foreach (KeyValuePair<(string Value, string Type, SyntaxNode Loop), List<ExpressionSyntax>> one in found)
        {
            file.Report(
                UsageDescriptors.NumberConverted,
                one.Value[0].GetLocation(),
                new[] { one.Key.Loop.GetFirstToken().GetLocation() }.Concat(one.Value.Skip(1).Select(static place => place.GetLocation())),
                limit => new object[] { ResourceWords.Shorten(one.Key.Value, limit), one.Key.Type, ResourceWords.LineOf(one.Key.Loop.GetLocation()) },
                kind: one.Key.Type);
        }
    }

    // A number that is written down, or the name of one, where an operator or a method takes it.
    private static bool MayBeConverted(ExpressionSyntax value)
    {
        bool isNumber = value switch
        {
            LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression } => true,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: LiteralExpressionSyntax } => true,
            IdentifierNameSyntax => true,
            MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax or PredefinedTypeSyntax } => true,
            _ => false,
        };
        return isNumber && value.Parent switch
        {
            ArgumentSyntax { RefKindKeyword.RawKind: 0, Parent: not (TupleExpressionSyntax or BracketedArgumentListSyntax) } => true,
            BinaryExpressionSyntax => true,
            AssignmentExpressionSyntax assignment => assignment.Right == value,
            _ => false,
        };
    }

    private static string? TypeMadeOf(ExpressionSyntax value, TorchFile file)
    {
        TypeInfo type = file.Model.GetTypeInfo(value, file.Cancellation);
        if (type.Type is null || type.ConvertedType is null || !IsNumber(type.Type))
            return null;
        // Operators with a number are there for convenience, and convert it themselves.
        if (IsNumber(type.ConvertedType))
            return value.Parent is BinaryExpressionSyntax or AssignmentExpressionSyntax && file.SymbolOf(value.Parent) is IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator } operation && TorchTypes.IsTensor(operation.ContainingType) ? "Scalar" : null;
        string? made = TorchTypes.IsScalar(type.ConvertedType) ? "Scalar" : TorchTypes.IsTensor(type.ConvertedType) ? "Tensor" : null;
        return made is not null && file.Model.GetConversion(value, file.Cancellation) is { IsUserDefined: true, IsImplicit: true } ? made : null;
    }

    private static bool IsNumber(ITypeSymbol type) => type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double;

    // The outermost loop in whose rounds the number is the same; null where each round has another.
    private static SyntaxNode? LoopOf(ExpressionSyntax value, SyntaxNode outermost, TorchFile file)
    {
        if (file.Model.GetConstantValue(value, file.Cancellation).HasValue)
            return outermost;
        if (file.PlaceOf(value) is not { } place || place is not (ILocalSymbol or IParameterSymbol { RefKind: RefKind.None }))
            return null;
        foreach (SyntaxNode loop in value.Ancestors().TakeWhile(node => node != outermost.Parent).Where(LaterCode.IsLoop).Reverse())
        {
            if (!place.DeclaringSyntaxReferences.Any(declared => loop.Span.Contains(declared.Span))
                && file.Model.AnalyzeDataFlow((StatementSyntax)loop) is { Succeeded: true } flow && !flow.WrittenInside.Contains(place, SymbolEqualityComparer.Default))
            {
                return loop;
            }
        }

        return null;
    }
}
