using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Rules.Async;

namespace ResourceHygiene.Analyzers.Rules.Torch;

/// <summary>RH5010: a tensor is used although a Parameter was made from it, which took its handle.</summary>
internal static class TakenTensors
{
    public static void Check(ExpressionSyntax call, TorchFile file)
    {
        if (SourceOf(call) is not { } source || file.PlaceOf(source) is not { } tensor || tensor is not (ILocalSymbol or IParameterSymbol { RefKind: RefKind.None })
            || file.LibraryMethodOf(call) is not { } method || !TorchTypes.IsParameter(method.MethodKind == MethodKind.Constructor ? method.ContainingType : method.ReturnType)
            || !TorchTypes.IsTensor(file.TypeOf(source)))
        {
            return;
        }

        foreach (LaterPart part in LaterCode.After(call, file.Model))
        {
            // Made anew in every round.
            if (part.IsNextRound && tensor.DeclaringSyntaxReferences.Any(declared => part.Node.Span.Contains(declared.Span)))
                return;
            foreach (IdentifierNameSyntax mention in file.MentionsOf(tensor, part.Node))
            {
                if (IsWritten(mention))
                    return;
                if (IsHarmless(mention))
                    continue;
                // Only what stands in the loop without a write in front of it.
                Report(source, tensor, mention, part.IsNextRound && mention.SpanStart <= source.Span.End, file);
                return;
            }
        }
    }

    private static ExpressionSyntax? SourceOf(ExpressionSyntax call)
    {
        ExpressionSyntax? source = call switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsParameter" } access } => access.Expression,
            InvocationExpressionSyntax invocation => invocation.ArgumentList.Arguments.FirstOrDefault()?.Expression,
            BaseObjectCreationExpressionSyntax creation => creation.ArgumentList?.Arguments.FirstOrDefault()?.Expression,
            _ => null,
        };
        return source is null ? null : Functions.Bare(source);
    }

    private static bool IsWritten(IdentifierNameSyntax mention) => mention.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == mention && assignment.OperatorToken.ValueText == "=",
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } => true,
        ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } tuple } => assignment.Left == tuple,
        _ => false,
    };

    // To dispose an empty tensor does nothing, and one may ask whether it is empty.
    private static bool IsHarmless(IdentifierNameSyntax mention) => mention.Parent switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "IsInvalid" } access => access.Expression == mention,
        ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Dispose" } } } => true,
        IsPatternExpressionSyntax => true,
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } } => true,
        _ => false,
    };

    private static void Report(ExpressionSyntax source, ISymbol tensor, IdentifierNameSyntax mention, bool isNextRound, TorchFile file) =>
        file.Report(
            UsageDescriptors.TensorTaken,
            source.GetLocation(),
            new[] { mention.GetLocation() },
            limit => new object[] { ResourceWords.Shorten(tensor.Name, limit), ResourceWords.LineOf(mention.GetLocation()), isNextRound ? "in the next round" : "afterwards" },
            place: tensor.Name);
}
