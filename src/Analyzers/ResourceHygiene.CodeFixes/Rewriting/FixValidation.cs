using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary>
/// Asks the compiler about a fix before it is offered. Only the member that the fix changes is bound again. Warnings
/// count too, since many builds make errors of them.
/// </summary>
internal static class FixValidation
{
    /// <summary>Whether the compiler has nothing to say about the member that it did not say before.</summary>
    /// <param name="target">What the fix is about.</param>
    /// <param name="changed">The document afterwards.</param>
    /// <param name="part">The part of the document that changes; the member around the diagnostic unless given.</param>
    /// <param name="isExpected">Complaints that do not count afterwards; none unless given.</param>
    public static async Task<bool> KeepsCompilingAsync(FixTarget target, SyntaxNode changed, SyntaxNode? part = null, Func<Diagnostic, bool>? isExpected = null)
    {
        TextSpan before = (part ?? MemberAround(target.Node)).FullSpan;
        TextSpan after = new(before.Start, before.Length + changed.FullSpan.Length - target.Root.FullSpan.Length);
        Document document = target.Document.WithSyntaxRoot(changed);
        if (!KeepsBranchesWhole(target.Root, changed) || await document.GetSemanticModelAsync(target.Cancellation).ConfigureAwait(false) is not { } model)
            return false;

        Dictionary<string, int> said = Complaints(target.Model, before, target.Cancellation);
        return Complaints(model, after, target.Cancellation, isExpected)
            .All(complaint => said.TryGetValue(complaint.Key, out int count) && complaint.Value <= count);
    }

    // A block that begins inside of an #if and ends behind it compiles, but not with other symbols.
    private static bool KeepsBranchesWhole(SyntaxNode before, SyntaxNode after) =>
        !before.ContainsDirectives || (DepthsOf(before) is var old && DepthsOf(after) is var now && (old.Count != now.Count || old.SequenceEqual(now)));

    // By how many braces each branch of each #if opens more than it closes.
    private static List<int> DepthsOf(SyntaxNode root)
    {
        var depths = new List<int>();
        foreach (IfDirectiveTriviaSyntax directive in root.DescendantNodes(descendIntoTrivia: true).OfType<IfDirectiveTriviaSyntax>())
        {
            List<DirectiveTriviaSyntax> branches = directive.GetRelatedDirectives();
            for (int i = 0; i + 1 < branches.Count; i++)
            {
                var span = TextSpan.FromBounds(branches[i].FullSpan.End, branches[i + 1].FullSpan.Start);
                List<SyntaxToken> tokens = root.DescendantTokens(span).Where(token => span.Contains(token.Span)).ToList();
                depths.Add(tokens.Count(static token => token.IsKind(SyntaxKind.OpenBraceToken)) - tokens.Count(static token => token.IsKind(SyntaxKind.CloseBraceToken)));
            }
        }

        return depths;
    }

    private static SyntaxNode MemberAround(SyntaxNode node) =>
        node.FirstAncestorOrSelf<MemberDeclarationSyntax>(static member => member is not GlobalStatementSyntax) ?? node.SyntaxTree.GetRoot();

    private static Dictionary<string, int> Complaints(SemanticModel model, TextSpan span, CancellationToken cancellation, Func<Diagnostic, bool>? isExpected = null) =>
        model.GetDiagnostics(span, cancellation)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed && isExpected?.Invoke(diagnostic) != true)
            .GroupBy(static diagnostic => diagnostic.Id)
            .ToDictionary(static same => same.Key, static same => same.Count(), StringComparer.Ordinal);
}
