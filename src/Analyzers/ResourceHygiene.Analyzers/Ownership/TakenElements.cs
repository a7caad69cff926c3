using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// An element that is taken out of a collection which its type owns: whoever takes it owes what the collection owed.
/// What nobody gets of it is <see cref="DroppedElements"/>.
/// </summary>
internal static class TakenElements
{
    private static readonly string[] s_noticeEndings = { "Closed", "Disconnected", "Exited", "Completed", "Ended", "Disposed", "Finished", "Stopped", "Expired", "Released", "Returned" };

    /// <summary>True for names of methods that take an element out and hand it over.</summary>
    public static bool IsName(string name) => name is "Dequeue" or "Pop" or "TryDequeue" or "TryPop" or "TryTake" or "TryRemove" or "Remove";

    /// <summary>The operation that yields what a call takes out: the call or its out argument; null where it takes nothing out.</summary>
    public static IOperation? OutOf(IInvocationOperation call)
    {
        if (!IsName(call.TargetMethod.Name) || !CollectionTypes.IsFramework(call.TargetMethod.ContainingType))
            return null;
        return call.TargetMethod.Name is "Dequeue" or "Pop" ? call : call.Arguments.FirstOrDefault(static argument => argument.Parameter?.RefKind == RefKind.Out);
    }

    /// <summary>Recognises an element that is taken out and owed by the body that takes it; null for every other operation.</summary>
    public static Acquisition? TryCreate(IOperation operation, OwnershipKnowledge knowledge, InferenceSession session)
    {
        IInvocationOperation? call = operation as IInvocationOperation ?? (operation as IArgumentOperation)?.Parent as IInvocationOperation;
        if (call is not { Instance: IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation, Field: { } field } } || OutOf(call) != operation)
            return null;
        ITypeSymbol? type = operation is IArgumentOperation argument ? argument.Parameter!.Type : operation.Type;
        if (IsEmptiedAfterwards(call, field) || call.TargetMethod.Name is "TryRemove" or "Remove" && (type is null || IsPerhapsReleasedBefore(operation, type)))
            return null;
        return type is not null && knowledge.Types.TraitsOf(type) is { Tier: not ResourceTier.None, IsScoped: false } traits && knowledge.CollectionFields.OwnedIn(field, session) is { } owned
            ? new Acquisition(operation, type, traits, owned.TierOf(traits), IsFace: false)
            : null;
    }

    // foreach (var one in _all) one.Dispose(); while (_all.TryDequeue(out _)) { }
    private static bool IsEmptiedAfterwards(IOperation call, IFieldSymbol field)
    {
        IOperation root = call;
        while (root.Parent is { } parent)
            root = parent;
        return root.Descendants().OfType<IForEachLoopOperation>().Any(loop => loop.Syntax.Span.End <= call.Syntax.SpanStart
            && loop.Collection.DescendantsAndSelf().Any(part => part is IFieldReferenceOperation mention && SymbolEqualityComparer.Default.Equals(mention.Field, field)));
    }

    // What is removed by its key may be on its way out already: it removes itself, or somebody tells that it has ended.
    private static bool IsPerhapsReleasedBefore(IOperation argument, ITypeSymbol type)
    {
        ILocalSymbol? taken = (argument as IArgumentOperation)?.Value switch
        {
            ILocalReferenceOperation local => local.Local,
            IDeclarationExpressionOperation { Expression: ILocalReferenceOperation local } => local.Local,
            _ => null,
        };
        if (taken is null)
            return true;
        IOperation root = argument;
        while (root.Parent is { } parent)
        {
            root = parent;
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return true;
        }

        return root.Syntax is not MethodDeclarationSyntax { Identifier.ValueText: var name } || IsNotice(name)
            || root.Descendants().Any(operation => operation switch
            {
                ILocalReferenceOperation local => !SymbolEqualityComparer.Default.Equals(local.Local, taken) && SymbolEqualityComparer.Default.Equals(local.Type, type),
                IParameterReferenceOperation or IInstanceReferenceOperation or IConversionOperation { IsImplicit: false } => SymbolEqualityComparer.Default.Equals(operation.Type, type),
                _ => false,
            });
    }

    /// <summary>True for the name of a method that somebody calls to say that something is over.</summary>
    public static bool IsNotice(string method) =>
        method.StartsWith("On", StringComparison.Ordinal) || method.StartsWith("Handle", StringComparison.Ordinal)
        || s_noticeEndings.Any(ending => method.EndsWith(ending, StringComparison.Ordinal));
}
