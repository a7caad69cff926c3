using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership.Owners;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// An element that leaves a collection which its type owns, and that nobody gets: <c>_streams.Remove(key)</c>, <c>_list.Clear()</c>.
/// Nothing outside of the type ever had it, so it is enough to ask whether the method, what it calls, who calls it and the element itself may have released it before.
/// </summary>
internal static class DroppedElements
{
    /// <summary>True for names of methods that may take elements out and hand them to nobody.</summary>
    public static bool IsName(string name) => name is "Remove" or "TryRemove" or "RemoveAt" or "RemoveRange" or "Clear";

    /// <summary>True when a call takes elements out, by their key or place, and hands them to nobody.</summary>
    public static bool IsOne(IInvocationOperation call)
    {
        if (!IsName(call.TargetMethod.Name) || call.TargetMethod.ContainingType is not { } type || !CollectionTypes.IsFramework(type))
            return false;
        return call.TargetMethod.Name switch
        {
            // Of a list or a set the element itself is given: whoever has it can release it.
            "Remove" or "TryRemove" => type.TypeArguments.Length == 2 && call.Arguments.Skip(1).All(static argument => argument is { Parameter.RefKind: RefKind.Out, Value: IDiscardOperation })
                && call.Arguments is [{ Parameter.Type: var key }, ..] && key.Name != "KeyValuePair",
            "Clear" => call.Arguments.IsEmpty,
            _ => true,
        };
    }

    /// <summary>What is lost with a call; null where it takes out nothing, or nothing that is certain to be the collection's alone.</summary>
    public static OwnershipFinding? Find(IInvocationOperation call, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        if (call.Instance is not IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation, Field: { } field } || !IsOne(call)
            || GivenElements.ElementOf(field.Type) is not { } element || knowledge.Types.TraitsOf(element) is not { Tier: not ResourceTier.None, IsScoped: false } traits
            || knowledge.CollectionFields.OwnedIn(field, session) is not { } owned || !IsUnseen(call, field, element, owned, body, session.Cancellation))
        {
            return null;
        }

        return new OwnershipFinding(FindingKind.Discarded, call, element, traits, owned.TierOf(traits)) { Consumer = new Discard(DiscardForm.Removed, call, field.Name) };
    }

    private static bool IsUnseen(IInvocationOperation call, IFieldSymbol field, ITypeSymbol element, OwnedElements owned, FlowBody body, CancellationToken cancellation)
    {
        if (FlowBody.EnclosingFunction(call) is not null || call.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not MethodDeclarationSyntax { Identifier.ValueText: var name } method
            || TakenElements.IsNotice(name) || OutsideUses.IsReleaseName(name))
        {
            return false;
        }

        foreach (IOperation operation in body.Operations)
        {
            bool isSeen = operation switch
            {
                IFieldReferenceOperation mention => mention != call.Instance && SymbolEqualityComparer.Default.Equals(mention.Field, field) && !OnlyAsks(mention),
                ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or IConversionOperation { IsImplicit: false } => SymbolEqualityComparer.Default.Equals(operation.Type, element),
                _ => false,
            };
            if (isSeen)
                return false;
        }

        return !(owned.IsReleasedBeside(method) || new DisposerNames(field.ContainingType, cancellation).Runs(name)) && IsOnlyCalledByStrangers(method, field, element, owned, cancellation);
    }

    // _streams.Count, _streams.ContainsKey(key), lock (_streams)
    private static bool OnlyAsks(IOperation mention) => mention.Parent switch
    {
        IPropertyReferenceOperation { Property.Name: "Count" or "IsEmpty" or "Length" } or ILockOperation => true,
        IInvocationOperation { TargetMethod.Name: "ContainsKey" or "Add" or "TryAdd" } call => call.Instance == mention,
        _ => false,
    };

    private static bool Mentions(SyntaxNode node, string name) =>
        node.DescendantTokens().Any(token => token.Parent is IdentifierNameSyntax && token.ValueText == name);

    // Who calls the method from within the type may have the element; to whom it is handed as a delegate tells when it is over with it.
    private static bool IsOnlyCalledByStrangers(MethodDeclarationSyntax method, IFieldSymbol field, ITypeSymbol element, OwnedElements owned, CancellationToken cancellation)
    {
        var members = new MemberMentions(field.ContainingType.OriginalDefinition, cancellation);
        if (members.ReachedFrom(method, method).Any(MayRelease))
            return false;
        var callers = new HashSet<MemberDeclarationSyntax>();
        var names = new HashSet<string>(StringComparer.Ordinal) { method.Identifier.ValueText };
        foreach (SimpleNameSyntax mention in members.MentionsOf(method.Identifier.ValueText))
        {
            SyntaxNode called = mention.Parent is MemberAccessExpressionSyntax access && access.Name == mention ? access : mention;
            if (called.Parent is not InvocationExpressionSyntax || mention.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is not null)
                return false;
            if (mention.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } caller || caller == method || !callers.Add(caller))
                continue;
            if (Mentions(caller, field.Name) || members.ReachedFrom(caller, method).Any(MayRelease))
                return false;
            names.UnionWith(MemberMentions.NamesOf(caller));
        }

        return !owned.MayTakeThemselvesOut(element, names, cancellation);

        bool MayRelease(MemberDeclarationSyntax member) => member.DescendantNodes().Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == field.Name && !OnlyAsksOrAdds(name));
    }

    // The same by its looks.
    private static bool OnlyAsksOrAdds(IdentifierNameSyntax name)
    {
        SyntaxNode value = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : name;
        return value.Parent switch
        {
            MemberAccessExpressionSyntax used => used.Name.Identifier.ValueText is "Count" or "IsEmpty" or "Length" or "ContainsKey" or "Add" or "TryAdd",
            LockStatementSyntax => true,
            ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } place => assignment.Left == place,
            _ => false,
        };
    }
}
