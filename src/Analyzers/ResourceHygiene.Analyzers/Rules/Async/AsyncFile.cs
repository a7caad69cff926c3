using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>One file under analysis: what the rules ask, and where they report. Used by one thread.</summary>
internal sealed class AsyncFile
{
    private readonly SemanticModelAnalysisContext _context;
    private readonly KnowledgeOfCompilation _knowledge;
    private readonly HygieneMode _mode;
    private readonly HashSet<TextSpan> _reported = new();
    private readonly Dictionary<StatementSyntax, StatementOutline> _outlines = new();
    private readonly Dictionary<SyntaxNode, ILookup<string, IdentifierNameSyntax>> _mentions = new();
    private readonly Dictionary<INamedTypeSymbol, ILookup<string, AssignmentExpressionSyntax>> _removals = new(SymbolEqualityComparer.Default);

    public AsyncFile(SemanticModelAnalysisContext context, KnowledgeOfCompilation knowledge, HygieneMode mode)
    {
        _context = context;
        _knowledge = knowledge;
        _mode = mode;
        Root = context.SemanticModel.SyntaxTree.GetRoot(context.CancellationToken);
    }

    public SyntaxNode Root { get; }

    public SemanticModel Model => _context.SemanticModel;

    public CancellationToken Cancellation => _context.CancellationToken;

    public OwnershipKnowledge Knowledge => _knowledge.For(Model.SyntaxTree);

    /// <summary>What a statement has in it.</summary>
    public StatementOutline OutlineOf(StatementSyntax statement)
    {
        if (!_outlines.TryGetValue(statement, out StatementOutline? outline))
            _outlines.Add(statement, outline = new StatementOutline(statement));
        return outline;
    }

    /// <summary>Where a function, or one in it, mentions a name.</summary>
    public IEnumerable<IdentifierNameSyntax> MentionsIn(SyntaxNode function, string name)
    {
        if (!_mentions.TryGetValue(function, out ILookup<string, IdentifierNameSyntax>? mentions))
            _mentions.Add(function, mentions = function.DescendantNodes().OfType<IdentifierNameSyntax>().ToLookup(static mention => mention.Identifier.ValueText, StringComparer.Ordinal));
        return mentions[name];
    }

    /// <summary>What a class and its bases take back from events, by the name of the event.</summary>
    public ILookup<string, AssignmentExpressionSyntax> RemovalsIn(INamedTypeSymbol type)
    {
        if (!_removals.TryGetValue(type, out ILookup<string, AssignmentExpressionSyntax>? removals))
        {
            // Once for a class: the part of a form that a designer writes adds hundreds of handlers.
            removals = InjectedMembers.NodesOf(type, Cancellation).OfType<AssignmentExpressionSyntax>()
                .Where(static removal => removal.IsKind(SyntaxKind.SubtractAssignmentExpression))
                .ToLookup(static removal => Functions.RightmostName(removal.Left) ?? string.Empty, StringComparer.Ordinal);
            _removals.Add(type, removals);
        }

        return removals;
    }

    public ISymbol? SymbolOf(SyntaxNode node) => Model.GetSymbolInfo(node, Cancellation).Symbol;

    public IMethodSymbol? MethodOf(ExpressionSyntax call) => SymbolOf(call) as IMethodSymbol;

    public ITypeSymbol? TypeOf(ExpressionSyntax expression) => Model.GetTypeInfo(expression, Cancellation).Type;

    public ResourceTraits? TraitsOf(ITypeSymbol? type) => Knowledge.Types.TraitsOf(type);

    public MethodContract ContractOf(IMethodSymbol method) => Knowledge.ContractOf(method.ReducedFrom ?? method, new InferenceSession(Cancellation));

    /// <summary>Reports once for a place, with names cut until the message fits.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="at">Where; a second report there is left out.</param>
    /// <param name="witness">The deciding place, or null.</param>
    /// <param name="properties">What fixes read.</param>
    /// <param name="isHarmful">See <see cref="SeverityPolicy"/>.</param>
    /// <param name="arguments">Arguments of the message for names of at most so many characters.</param>
    public void Report(
        DiagnosticDescriptor rule, Location at, Location? witness, ImmutableDictionary<string, string?> properties, bool isHarmful, Func<int, object[]> arguments)
    {
        if (SeverityPolicy.SeverityOf(_mode, rule.Id, ResourceTier.Normal, isHarmful) is not { } severity || !_reported.Add(at.SourceSpan))
            return;
        _context.ReportDiagnostic(Diagnostic.Create(rule, at, severity, witness is null ? null : new[] { witness }, properties, MessageLength.Fit(rule, arguments)));
    }
}
