using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>
/// RH6001, RH6002, RH6004 to RH6006 and RH6008 (RH6003 and RH6007 come from the engine). Looks at the syntax of a file once, for usings,
/// finally blocks and statements that drop what they call; only what is left asks the semantic model.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AsyncAnalyzer : HygieneAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = AsyncDescriptors.All;

    private protected override void Register(CompilationStartAnalysisContext start, HygieneMode mode)
    {
        KnowledgeOfCompilation knowledge = KnowledgeOfCompilation.Of(start.Compilation, start.Options);
        start.RegisterSemanticModelAction(file => Analyze(new AsyncFile(file, knowledge, mode)));
    }

    private static void Analyze(AsyncFile file)
    {
        var scopes = new List<ReleaseScope>();
        foreach (SyntaxNode node in file.Root.DescendantNodes())
        {
            switch (node)
            {
                case UsingStatementSyntax statement:
                    TaskInUsing.Check(statement.Declaration, statement.Expression, statement.AwaitKeyword, file);
                    SyncRelease.CheckUsing(statement, statement.Declaration, statement.Expression, statement.AwaitKeyword, file);
                    scopes.AddRange(ReleaseScopes.Of(statement, file));
                    break;
                case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } declaration:
                    TaskInUsing.Check(declaration.Declaration, expression: null, declaration.AwaitKeyword, file);
                    SyncRelease.CheckUsing(declaration, declaration.Declaration, expression: null, declaration.AwaitKeyword, file);
                    scopes.AddRange(ReleaseScopes.Of(declaration, file));
                    break;
                case LocalDeclarationStatementSyntax declaration:
                    DroppedSubscription.Check(declaration, file);
                    break;
                case FinallyClauseSyntax { Parent: TryStatementSyntax attempt }:
                    scopes.AddRange(ReleaseScopes.Of(attempt, file));
                    break;
                case ExpressionStatementSyntax statement:
                    DroppedSubscription.Check(statement, file);
                    SyncRelease.CheckCall(statement, file);
                    if (ReleaseScopes.MayRelease(statement))
                        scopes.AddRange(ReleaseScopes.Of(statement, file));
                    break;
                case AssignmentExpressionSyntax assignment:
                    LeftHandler.Check(assignment, file);
                    break;
                default:
                    break;
            }
        }

        // The inner ones first: of several resources that a task uses, the message names the one that is released first.
        for (int i = scopes.Count - 1; i >= 0; i--)
        {
            file.Cancellation.ThrowIfCancellationRequested();
            OutlivingTask.Check(scopes[i], file);
            OutlivingDelegate.Check(scopes[i], file);
        }
    }
}
