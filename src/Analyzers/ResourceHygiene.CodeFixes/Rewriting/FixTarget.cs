using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary>One diagnostic in the document that it is about: all that a fix looks at.</summary>
internal sealed record FixTarget(Document Document, SyntaxNode Root, SemanticModel Model, Diagnostic Diagnostic, CancellationToken Cancellation)
{
    private static readonly char[] s_comma = [','];

    /// <summary>Name of the variable, field or collection that holds the resource.</summary>
    public string? Place => Property("place");

    /// <summary>Whether some path hands the resource on, so that a release which always happens would be wrong; null where the engine does not say.</summary>
    public bool? IsHandedOn => Property("handedOn") is { } says ? says == "true" : null;

    /// <summary>The disposer, or the method, that the diagnostic names.</summary>
    public string? Method => Property("method");

    /// <summary>The members of a type that the diagnostic is about.</summary>
    public IReadOnlyList<string> Members => Property("members")?.Split(s_comma, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Names of the members that release the resource on other paths; "using" for the end of one.</summary>
    public IReadOnlyList<string> ReleasedBy => Property("release")?.Split(s_comma, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Whether a second release does harm, whatever the interface says.</summary>
    public bool IsOnce => Property("once") == "true";

    /// <summary>What went wrong, where one rule speaks about several things.</summary>
    public string? Kind => Property("kind");

    /// <summary>The call that releases the resource, with <c>{0}</c> for it; null where it is a method of the resource, or unknown.</summary>
    public string? ReleaseWith => Property("releaseWith");

    /// <summary>What the diagnostic lies on.</summary>
    public SyntaxNode Node => Root.FindNode(Diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    /// <summary>Where the deciding place is that the diagnostic names first; null when it names none in this file.</summary>
    public TextSpan? FirstPlace => SpanAt(0);

    /// <summary>Where the last of the deciding places is; null when the diagnostic names none in this file.</summary>
    public TextSpan? LastPlace => SpanAt(Diagnostic.AdditionalLocations.Count - 1);

    /// <summary>Of a path, where its last decision is: the place in front of the last one.</summary>
    public TextSpan? DecidedAt => SpanAt(Diagnostic.AdditionalLocations.Count - 2);

    private string? Property(string name) => Diagnostic.Properties.TryGetValue(name, out string? value) ? value : null;

    private TextSpan? SpanAt(int index) =>
        index >= 0 && index < Diagnostic.AdditionalLocations.Count && Diagnostic.AdditionalLocations[index] is { IsInSource: true } location
            && location.SourceTree?.FilePath == Root.SyntaxTree.FilePath && Root.FullSpan.Contains(location.SourceSpan)
            ? location.SourceSpan
            : null;
}

/// <summary>A way to fix a diagnostic: what the user reads, and the document afterwards.</summary>
internal sealed record ProposedFix(string Title, SyntaxNode Root);
