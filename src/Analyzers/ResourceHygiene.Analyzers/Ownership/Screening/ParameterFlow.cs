using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Ownership.Screening;

/// <summary>
/// Whether what a method is given may be released in it, by names: of the parameters and of every variable that is given
/// a value in which such a name occurs. Says yes too often and never no too often.
/// </summary>
internal sealed class ParameterFlow : AskedDeclaration
{
    private readonly ParameterListSyntax _parameters;
    private readonly Lazy<HashSet<string>?> _calls;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private bool _releases;

    public ParameterFlow(SyntaxNode declaration, ParameterListSyntax parameters)
        : base(declaration)
    {
        _parameters = parameters;
        _calls = new Lazy<HashSet<string>?>(Read);
    }

    /// <summary>The method is called on its first parameter.</summary>
    public bool IsExtension => _parameters.Parameters[0].Modifiers.Any(SyntaxKind.ThisKeyword);

    /// <summary>The names of the methods to which something is passed on; null when it is released here already.</summary>
    public HashSet<string>? Calls => _calls.Value;

    public static bool MayHold(ParameterSyntax parameter) =>
        parameter.Type is null or ArrayTypeSyntax or PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.ObjectKeyword } || FileOutline.MayHold(parameter.Type);

    private HashSet<string>? Read()
    {
        _names.UnionWith(_parameters.Parameters.Where(MayHold).Select(static parameter => parameter.Identifier.ValueText));
        SyntaxNode[] nodes = Declaration.DescendantNodes().ToArray();
        for (int before = 0; before != _names.Count;)
        {
            before = _names.Count;
            foreach (SyntaxNode node in nodes)
                Spread(node);
        }

        var calls = new HashSet<string>(StringComparer.Ordinal);
        foreach (SyntaxNode node in nodes)
            Judge(node, calls);
        return _releases ? null : calls;
    }

    private void Spread(SyntaxNode node)
    {
        switch (node)
        {
            case VariableDeclaratorSyntax { Initializer: { } value } variable when Mentions(value):
                _names.Add(variable.Identifier.ValueText);
                break;
            case AssignmentExpressionSyntax assignment when Mentions(assignment.Right):
                foreach (SyntaxToken written in assignment.Left.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)))
                    _names.Add(written.ValueText);
                break;
            case ForEachStatementSyntax loop when Mentions(loop.Expression):
                _names.Add(loop.Identifier.ValueText);
                break;
            // Patterns, out variables, deconstruction, parameters of lambdas: from wherever they get their values.
            case SingleVariableDesignationSyntax designation:
                _names.Add(designation.Identifier.ValueText);
                break;
            case ParameterSyntax { Parent.Parent: not (BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax) } parameter:
                _names.Add(parameter.Identifier.ValueText);
                break;
            default:
                break;
        }
    }

    private void Judge(SyntaxNode node, HashSet<string> calls)
    {
        switch (node)
        {
            case UsingStatementSyntax @using when Mentions((SyntaxNode?)@using.Expression ?? @using.Declaration!):
            case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } declaration when Mentions(declaration):
                _releases = true;
                break;
            case InvocationExpressionSyntax call when FileOutline.CalledName(call) is { } called && (Mentions(call) || IsAfterQuestionMark(call)):
                _releases |= FileOutline.IsReleaseName(called);
                calls.Add(called);
                break;
            case InterpolatedStringExpressionSyntax text when Mentions(text):
                calls.Add(FileOutline.Interpolation);
                break;
            case BaseObjectCreationExpressionSyntax creation when Mentions(creation):
            case ConstructorInitializerSyntax initializer when Mentions(initializer):
                calls.Add(FileOutline.Constructor);
                break;
            default:
                break;
        }
    }

    // resource?.Dispose(): what is called on stands outside the call.
    private bool IsAfterQuestionMark(InvocationExpressionSyntax call) =>
        call.Ancestors().OfType<ConditionalAccessExpressionSyntax>().Any(access => Mentions(access.Expression));

    private bool Mentions(SyntaxNode node) =>
        node.DescendantNodesAndSelf().Any(inner => inner is IdentifierNameSyntax name && _names.Contains(name.Identifier.ValueText));
}
