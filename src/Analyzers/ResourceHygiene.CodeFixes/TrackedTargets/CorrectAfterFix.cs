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

/// <summary>RH8008, RH8009: names the member that After means, or takes After away.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CorrectAfterFix))]
[Shared]
public sealed class CorrectAfterFix : HygieneFix
{
    private const string After = "After";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.UnknownAfter, RuleIds.CyclicAfter);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member
            || ArgumentOf(member) is not { Parent: AttributeArgumentListSyntax list } argument)
        {
            yield break;
        }

        if (target.Diagnostic.Id == RuleIds.UnknownAfter && MeantMember(target, member, argument) is { } meant)
        {
            ExpressionSyntax name = SyntaxFactory.ParseExpression($"nameof({meant})").WithTriviaFrom(argument.Expression);
            yield return new ProposedFix($"Name '{meant}'", target.Root.ReplaceNode(argument.Expression, name));
        }

        yield return new ProposedFix("Remove After", list.Arguments.Count == 1
            ? target.Root.RemoveNode(list, SyntaxRemoveOptions.KeepNoTrivia)!
            : target.Root.RemoveNode(argument, SyntaxRemoveOptions.KeepNoTrivia)!);
    }

    private static AttributeArgumentSyntax? ArgumentOf(MemberDeclarationSyntax member) => member.AttributeLists
        .SelectMany(static list => list.Attributes)
        .Where(static attribute => attribute.ArgumentList is not null)
        .SelectMany(static attribute => attribute.ArgumentList!.Arguments)
        .FirstOrDefault(static argument => argument.NameEquals?.Name.Identifier.ValueText == After);

    /// <summary>The one other member whose name differs only as names of fields and properties do.</summary>
    private static string? MeantMember(FixTarget target, MemberDeclarationSyntax member, AttributeArgumentSyntax argument)
    {
        if (target.Model.GetConstantValue(argument.Expression, target.Cancellation).Value is not string written
            || member.Parent is not TypeDeclarationSyntax declaration
            || target.Model.GetDeclaredSymbol(declaration, target.Cancellation) is not { } type)
        {
            return null;
        }

        string[] candidates = [.. type.GetMembers()
            .Select(ReleasedMember.Read)
            .OfType<ReleasedMember>()
            .Where(other => string.Equals(Bare(other.Name), Bare(written), StringComparison.OrdinalIgnoreCase)
                && other.Location.SourceTree == target.Root.SyntaxTree && !member.FullSpan.Contains(other.Location.SourceSpan))
            .Select(static other => other.Name)];
        return candidates is [var only] ? only : null;
    }

    private static string Bare(string name) => name.TrimStart('_').Replace("m_", "").Replace("s_", "");
}
