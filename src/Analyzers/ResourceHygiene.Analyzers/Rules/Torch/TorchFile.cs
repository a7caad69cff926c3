using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Rules.Torch;

/// <summary>One file under analysis: what the rules ask, and where they report. Used by one thread.</summary>
internal sealed class TorchFile
{
    private readonly SemanticModelAnalysisContext _context;
    private readonly HygieneMode _mode;
    private bool? _mentionsLibrary;
    private static readonly string[] s_words = { "torch", "Tensor", "TorchSharp", "Scalar", "Module", "forward" };

    private readonly HashSet<(string Rule, TextSpan Place)> _reported = new();

    public TorchFile(SemanticModelAnalysisContext context, HygieneMode mode)
    {
        _context = context;
        _mode = mode;
        Root = context.SemanticModel.SyntaxTree.GetRoot(context.CancellationToken);
    }

    public SyntaxNode Root { get; }

    /// <summary>Whether the file names anything that computes with the library; asked before its expressions are bound.</summary>
    public bool MentionsLibrary => _mentionsLibrary ??=
        Root.DescendantTokens().Any(static token => token.IsKind(SyntaxKind.IdentifierToken) && Array.IndexOf(s_words, token.ValueText) >= 0);

    public SemanticModel Model => _context.SemanticModel;

    public CancellationToken Cancellation => _context.CancellationToken;

    public ISymbol? SymbolOf(SyntaxNode node) => Model.GetSymbolInfo(node, Cancellation).Symbol;

    public ITypeSymbol? TypeOf(ExpressionSyntax expression) => Model.GetTypeInfo(expression, Cancellation).Type;

    /// <summary>The library's method or constructor that a call runs; null for anybody else's.</summary>
    public IMethodSymbol? LibraryMethodOf(ExpressionSyntax call) =>
        SymbolOf(call) is IMethodSymbol method && TorchTypes.IsOfLibrary(method) ? method : null;

    /// <summary>The variable or member that an expression names, by itself or on <c>this</c>; null for anything else.</summary>
    public ISymbol? PlaceOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax => SymbolOf(expression),
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } => SymbolOf(expression),
        _ => null,
    } is { } symbol and (ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol) ? symbol : null;

    /// <summary>Where a part of the code names a variable or member, in the order of the text.</summary>
    public IEnumerable<IdentifierNameSyntax> MentionsOf(ISymbol place, SyntaxNode part)
    {
        foreach (SyntaxNode node in part.DescendantNodesAndSelf())
        {
            if (node is IdentifierNameSyntax name && name.Identifier.ValueText == place.Name && SymbolEqualityComparer.Default.Equals(SymbolOf(name), place))
                yield return name;
        }
    }

    /// <summary>Reports once for a place, with names cut until the message fits.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="at">Where; a second report there is left out.</param>
    /// <param name="places">The deciding places, the first the one that the message names; fixes read them.</param>
    /// <param name="arguments">Arguments of the message for names of at most so many characters.</param>
    /// <param name="isHarmful">See <see cref="SeverityPolicy"/>.</param>
    /// <param name="kind">What went wrong, for fixes of a rule that speaks about several things.</param>
    /// <param name="place">The variable or member, for fixes.</param>
    public void Report(
        DiagnosticDescriptor rule, Location at, IEnumerable<Location> places, Func<int, object[]> arguments, bool isHarmful = false, string? kind = null, string? place = null)
    {
        if (SeverityPolicy.SeverityOf(_mode, rule.Id, ResourceTier.Critical, isHarmful) is not { } severity || !_reported.Add((rule.Id, at.SourceSpan)))
            return;
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        if (kind is not null)
            properties = properties.Add("kind", kind);
        if (place is not null)
            properties = properties.Add("place", place);
        _context.ReportDiagnostic(Diagnostic.Create(rule, at, severity, places, properties, MessageLength.Fit(rule, arguments)));
    }
}
