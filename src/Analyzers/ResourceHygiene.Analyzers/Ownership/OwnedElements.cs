using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership.Owners;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>What is in a collection that owns it: what was acquired for it, and where it is released.</summary>
internal sealed class OwnedElements
{
    private readonly IFieldSymbol _field;

    public OwnedElements(IFieldSymbol field) => _field = field;

    public List<Acquisition> Added { get; } = new();

    /// <summary>The mentions of the collection that release what is in it.</summary>
    public List<SyntaxNode> Releases { get; } = new();

    /// <summary>How much it costs to lose an element: as much as the dearest one that was put in.</summary>
    public ResourceTier TierOf(ResourceTraits traits) => traits.IsTierConfigured ? traits.Tier : Added.Max(static added => added.Tier);

    /// <summary>True when callers can release the elements by another method that leaves them in the collection: they call both, one after the other.</summary>
    public bool IsReleasedBeside(MethodDeclarationSyntax remover) => !IsPrivate(remover) && Releases.Exists(release =>
        release.FirstAncestorOrSelf<MemberDeclarationSyntax>() is MethodDeclarationSyntax method && method != remover && !IsPrivate(method)
        && !DisposerNames.IsDisposer(method.Identifier.ValueText) && !Empties(method));

    /// <summary>True when an element may call one of the methods on its way out, or cannot be seen.</summary>
    public bool MayTakeThemselvesOut(ITypeSymbol element, HashSet<string> names, CancellationToken cancellation) =>
        Added.Exists(static added => IsUnknown(added)) || Added.Select(static added => added.ResourceType).Append(element).Any(type => MentionsAny(type, names, cancellation));

    // A method of this compilation may return whatever implements the interface.
    private static bool IsUnknown(Acquisition added) => added.ResourceType.TypeKind is TypeKind.Interface or TypeKind.TypeParameter
        || (added.ResourceType.IsAbstract && added.Operation is not IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.IsEmpty: true });

    private static bool MentionsAny(ITypeSymbol type, HashSet<string> names, CancellationToken cancellation)
    {
        for (ITypeSymbol? current = type.OriginalDefinition; current is not null; current = current.BaseType?.OriginalDefinition)
        {
            if (current.DeclaringSyntaxReferences.Any(part => part.GetSyntax(cancellation).DescendantNodes().Any(node => node is SimpleNameSyntax name && names.Contains(name.Identifier.ValueText))))
                return true;
        }

        return false;
    }

    private static bool IsPrivate(MethodDeclarationSyntax method) =>
        method.ExplicitInterfaceSpecifier is null && !method.Modifiers.Any(static modifier => modifier.Text is "public" or "internal" or "protected");

    private bool Empties(MethodDeclarationSyntax method) => method.DescendantNodes().Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == _field.Name
        && (name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : (SyntaxNode)name).Parent switch
        {
            MemberAccessExpressionSyntax used => DroppedElements.IsName(used.Name.Identifier.ValueText) || TakenElements.IsName(used.Name.Identifier.ValueText),
            AssignmentExpressionSyntax assignment => assignment.Left.Span.Contains(name.Span),
            _ => false,
        });
}
