using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Scopes;

/// <summary>
/// Loops whose rounds fill a scope that was opened outside: what one round makes stays until all are done. Loops over the layers of
/// a model, and such as run a few times, are meant to be like that.
/// </summary>
internal static class ScopeGrowth
{
    private const int FewRounds = 16;

    /// <param name="owned">What belongs to a scope, with that scope.</param>
    /// <param name="body">The body.</param>
    /// <param name="knowledge">What is known about types and methods.</param>
    /// <param name="session">The inference that asks.</param>
    public static IEnumerable<OwnershipFinding> Find(
        IEnumerable<(Acquisition Acquisition, AmbientScope Scope)> owned, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        var reported = new HashSet<SyntaxNode>();
        foreach ((Acquisition acquisition, AmbientScope scope) in owned)
        {
            if (OutermostLoop(acquisition.Operation, scope) is not { } loop || reported.Contains(loop.Syntax) || IsBounded(loop) || ScopedContext.ForwardOf(acquisition.Operation) is not null)
                continue;
            // What is released in the round, or is the result of all of them, does not pile up.
            ResourceFate fate = ResourceFlow.OfValue(acquisition.Operation, body, knowledge, session);
            if (fate.IsDischarged || fate.Places.Exists(place => !IsDeclaredIn(place, loop)) || IsEmptied(loop, knowledge))
                continue;
            reported.Add(loop.Syntax);
            yield return new OwnershipFinding(FindingKind.GrowsInScope, acquisition.Operation, acquisition.ResourceType, acquisition.Traits, acquisition.Tier)
            {
                At = KeywordOf(loop),
                Place = fate.Places.Count > 0 ? fate.Places[0].Name : null,
                Scope = scope,
                Witness = ImmutableArray.Create(scope.Location, acquisition.Operation.Syntax.GetLocation()),
            };
        }
    }

    private static ILoopOperation? OutermostLoop(IOperation operation, AmbientScope scope)
    {
        ILoopOperation? outermost = null;
        for (ILoopOperation? loop = ScopedContext.LoopAround(operation); loop is not null && scope.Region.Contains(loop.Syntax.SpanStart); loop = ScopedContext.LoopAround(loop))
            outermost = loop;
        return outermost;
    }

    // scope.DisposeEverything() and scope.DisposeEverythingBut(kept) empty a scope that goes on.
    private static bool IsEmptied(ILoopOperation loop, OwnershipKnowledge knowledge) => loop.Body.Descendants().OfType<IInvocationOperation>()
        .Any(call => call.TargetMethod.Name is "DisposeEverything" or "DisposeEverythingBut" && knowledge.Types.OpensScope(call.TargetMethod.ContainingType));

    private static bool IsBounded(ILoopOperation loop) => loop switch
    {
        IForEachLoopOperation each => IsOfModel(each.Collection),
        IForLoopOperation { Condition: IBinaryOperation { RightOperand.ConstantValue: { HasValue: true, Value: int bound } } } => bound <= FewRounds,
        _ => false,
    };

    // foreach (var layer in _layers), foreach (var (name, parameter) in model.named_parameters())
    private static bool IsOfModel(IOperation collection)
    {
        ITypeSymbol? type = collection is IConversionOperation conversion ? conversion.Operand.Type : collection.Type;
        return ScopeMembers.IsModule(type) || type is IArrayTypeSymbol { ElementType: var element } && ScopeMembers.IsOfLibrary(element)
            || (type is INamedTypeSymbol named && named.AllInterfaces.Add(named).Any(static sequence => sequence.Name == "IEnumerable" && sequence.TypeArguments is [var item] && IsOfModel(item)));
    }

    private static bool IsOfModel(ITypeSymbol item) => ScopeMembers.IsModule(item)
        || item is { Name: "Parameter" } && ScopeMembers.IsOfLibrary(item)
        || (item is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TypeArguments.Any(IsOfModel));

    private static bool IsDeclaredIn(ISymbol place, ILoopOperation loop) =>
        place.DeclaringSyntaxReferences.Any(reference => loop.Syntax.Span.Contains(reference.Span));

    private static Location KeywordOf(ILoopOperation loop) => loop.Syntax switch
    {
        CommonForEachStatementSyntax each => each.ForEachKeyword.GetLocation(),
        ForStatementSyntax counted => counted.ForKeyword.GetLocation(),
        WhileStatementSyntax @while => @while.WhileKeyword.GetLocation(),
        DoStatementSyntax @do => @do.DoKeyword.GetLocation(),
        _ => loop.Syntax.GetLocation(),
    };
}
