using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>What the rules look for in a statement: found once, however many scopes the statement lies in.</summary>
internal sealed class StatementOutline
{
    private readonly StatementSyntax _statement;
    private HashSet<string>? _names;

    public StatementOutline(StatementSyntax statement)
    {
        _statement = statement;
        foreach (SyntaxNode node in Functions.Within(statement))
        {
            if (Functions.IsNested(node))
                NestedFunctions.Add(node);
            else if (node is VariableDeclaratorSyntax { Initializer: not null } declarator)
                Declarators.Add(declarator);
            if (OutlivingTask.IsCandidate(node, mayReturn: true))
                TaskCandidates.Add(node);
        }
    }

    /// <summary>Where a task may leave the scope; returns among them, which not every function may use for that.</summary>
    public List<SyntaxNode> TaskCandidates { get; } = new();

    /// <summary>The outermost nested functions.</summary>
    public List<SyntaxNode> NestedFunctions { get; } = new();

    /// <summary>Variables that are declared with a value.</summary>
    public List<VariableDeclaratorSyntax> Declarators { get; } = new();

    /// <summary>Whether any of some names is mentioned, in nested functions too.</summary>
    public bool Mentions(HashSet<string> names)
    {
        _names ??= new HashSet<string>(_statement.DescendantNodes().OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.ValueText), StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (_names.Contains(name))
                return true;
        }

        return false;
    }
}
