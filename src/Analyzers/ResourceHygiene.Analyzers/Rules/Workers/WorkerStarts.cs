using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Rules.Workers;

/// <summary>
/// What a file does about worker processes, by names: which clients it makes whose worker is this program once more, and whether it may run
/// commands. Read once for each version of a file.
/// </summary>
internal sealed class WorkerStarts
{
    public const string ClientSuffix = "Client";

    private const string Host = "WorkerHost";
    private const string Service = "Worker";
    private const string Generator = "WorkerCommandGenerator";

    private static readonly ConditionalWeakTable<SyntaxTree, WorkerStarts> s_known = new();

    private WorkerStarts(SyntaxNode root)
    {
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            switch (node)
            {
                case IdentifierNameSyntax { Identifier.ValueText: Host }:
                // Who asks a class for its service, and not a client for its worker, hands it to somebody.
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: Service, Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax or AliasQualifiedNameSyntax } access when MayBeType(access.Expression):
                    MentionsHost = true;
                    break;
                case ObjectCreationExpressionSyntax creation when NameOf(creation.Type) is { } name && name.EndsWith(ClientSuffix, StringComparison.Ordinal) && name.Length > ClientSuffix.Length && StartsThisProgram(creation):
                    Clients.Add(name);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Whether it may run commands, itself or through somebody.</summary>
    public bool MentionsHost { get; }

    /// <summary>Names of the clients.</summary>
    public List<string> Clients { get; } = new();

    public static WorkerStarts In(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (s_known.TryGetValue(tree, out WorkerStarts known))
            return known;
        // What our generator writes names the classes whose client it is.
        SyntaxNode root = tree.FilePath.IndexOf(Generator, StringComparison.Ordinal) < 0
            ? tree.GetRoot(cancellationToken)
            : SyntaxFactory.CompilationUnit();
        return s_known.GetValue(tree, _ => new WorkerStarts(root));
    }

    /// <summary>By its spelling: a type, unlike what a variable usually is.</summary>
    private static bool MayBeType(ExpressionSyntax expression) => expression switch
    {
        SimpleNameSyntax name => char.IsUpper(name.Identifier.ValueText.FirstOrDefault()),
        MemberAccessExpressionSyntax access => MayBeType(access.Name),
        _ => true,
    };

    private static string? NameOf(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>Whether the options are seen, and name no other program.</summary>
    private static bool StartsThisProgram(ObjectCreationExpressionSyntax creation) => creation.ArgumentList?.Arguments switch
    {
        null or { Count: 0 } => creation.Initializer is null,
        { Count: 1 } one => one[0].NameColon is null or { Name.Identifier.ValueText: "options" } && one[0].Expression switch
        {
            LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression } => true,
            BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 } } options => options.Initializer?.Expressions.All(IsHarmless) ?? true,
            _ => false,
        },
        _ => false,
    };

    private static bool IsHarmless(ExpressionSyntax setting) =>
        setting is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: not ("Program" or "Mode" or "Arguments") } };
}
