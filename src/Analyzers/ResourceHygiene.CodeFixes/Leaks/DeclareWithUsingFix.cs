using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Leaks;

/// <summary>
/// RH1001, RH1002, RH1003, RH5001, RH5004, RH5006, RH5008, RH6003: makes the declaration of the local a using declaration, and takes out the releases at the end
/// that it replaces. A release that something else follows stays: what follows may count on it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclareWithUsingFix))]
[Shared]
public sealed class DeclareWithUsingFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(
            RuleIds.NotReleasedOnAnyPath, RuleIds.NotReleasedOnSomePath, RuleIds.LeaksIfThrows, RuleIds.HeldAcrossYield,
            RuleIds.TensorNotOwned, RuleIds.DetachedNotOwned, RuleIds.ModuleNotDisposed, RuleIds.MovedToNobody);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.IsHandedOn == true || target.Kind is "Overwritten" or "Discarded" or "CollectionNotReleased" || ResourceVariable.Find(target, ArgumentsAreLent(target)) is not { } variable)
            yield break;
        UsingForm form = FormFor(variable, target);
        if (form == UsingForm.None)
            yield break;

        string title = form == UsingForm.AwaitUsing ? "Declare with 'await using'" : "Declare with 'using'";
        LocalDeclarationStatementSyntax declaration = variable.Declaration;
        List<StatementSyntax> releases = ReplacedReleases(variable).ToList();
        if (target.IsOnce && releases.Count < variable.Releases.Count())
            yield break;
        SyntaxNode root = target.Root.TrackNodes(releases.Append(declaration));
        root = root.ReplaceNode(root.GetCurrentNode(declaration)!, UsingForms.Apply(root.GetCurrentNode(declaration)!, form));
        yield return new ProposedFix(title, releases.Aggregate(root, StatementRemoval.RemoveTracked));
    }

    /// <summary>
    /// The engine, which knows contracts, says that no argument hands the resource on: of RH1001 always, of the others with a
    /// property. One that releases it is none either, but must not be overlooked where a second release may do harm.
    /// </summary>
    internal static bool ArgumentsAreLent(FixTarget target) =>
        target.Diagnostic.Id == RuleIds.NotReleasedOnAnyPath || target.Kind == "NeverReleased"
            || (target.IsHandedOn == false && (IsRepeatable(target) || target.ReleasedBy.All(static name => name is "Dispose" or "DisposeAsync" or "Close" or "using")));

    private static bool IsRepeatable(FixTarget target) =>
        !target.IsOnce && target.Model.GetTypeInfo(target.Node, target.Cancellation).Type is { } type && UsingForms.HasInterface(type, "System.IDisposable", target.Model.Compilation);

    /// <summary>The using declaration that would do; none where the resource outlives its block or the variable changes.</summary>
    internal static UsingForm FormFor(ResourceVariable variable, FixTarget target) =>
        variable.Acquisition != variable.Declaration || variable.Escapes || variable.Writes.Any()
            ? UsingForm.None
            : UsingForms.For(variable.Symbol.Type, variable.Declaration, target.Model.Compilation);

    /// <summary>The releases after which nothing happens before the variable's block ends.</summary>
    internal static IEnumerable<StatementSyntax> ReplacedReleases(ResourceVariable variable) =>
        variable.Releases.OfType<StatementSyntax>().Where(release => StatementRemoval.IsPossible(release) && Jumps.IsLastIn(release, variable.Scope));
}
