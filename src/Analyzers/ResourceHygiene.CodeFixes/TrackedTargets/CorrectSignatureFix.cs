using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.CodeFixes.TrackedTargets;

/// <summary>RH8011, RH8012: gives a handler or cleaner the signature that it is called with, or makes it reachable.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CorrectSignatureFix))]
[Shared]
public sealed class CorrectSignatureFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(RuleIds.CapabilityMethodSignature, RuleIds.ReleaseHandlerSignature);

    // Callers elsewhere in the file would be broken by another signature.
    private protected override SyntaxNode? ChangedPart(FixTarget target) => target.Root;

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration
            || target.Model.GetDeclaredSymbol(declaration, target.Cancellation) is not { } method)
        {
            yield break;
        }

        ImmutableArray<CapabilityMethod> marks = CapabilityMethod.ReadAll(method);
        foreach (CapabilityMethod mark in marks.Where(static mark => mark.Signature is null))
        {
            if (HandlerSignature.Corrected(target, declaration, method, mark.Capability) is { } corrected)
                yield return new ProposedFix($"Change the signature to '{CapabilitySignature.Expected(method, mark.Capability)}'", target.Root.ReplaceNode(declaration, corrected));
        }

        if (marks.Any(mark => mark is { Signature: not null, IsRegistered: true } && RegistrationValidation.Validate(mark) is not null))
        {
            if (MadeReachable(target, method) is { } reachable)
                yield return new ProposedFix("Make it internal", reachable);
            if (marks.All(static mark => mark.Capability == Capability.Clean && RegistrationValidation.LacksInstance(mark)))
                yield return new ProposedFix("Make it static", target.Root.ReplaceNode(declaration, ModifierEdits.Add(declaration, SyntaxKind.StaticKeyword)));
        }
    }

    private static SyntaxNode? MadeReachable(FixTarget target, IMethodSymbol method)
    {
        List<MemberDeclarationSyntax> hidden = [];
        for (ISymbol? current = method; current is not null and not INamespaceSymbol; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal))
                continue;
            foreach (SyntaxReference reference in current.DeclaringSyntaxReferences)
            {
                // What another file says about it would contradict.
                if (reference.SyntaxTree != target.Root.SyntaxTree || reference.GetSyntax(target.Cancellation) is not MemberDeclarationSyntax member)
                    return null;
                hidden.Add(member);
            }
        }

        return hidden.Count == 0 ? null : target.Root.ReplaceNodes(hidden, static (original, member) =>
            ModifierEdits.WithAccess(member, original.Modifiers.Any(SyntaxKind.ProtectedKeyword) ? SyntaxKind.PublicKeyword : SyntaxKind.InternalKeyword));
    }
}
