using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>RH6005: <c>using</c> and <c>Dispose</c> in async code where <c>await using</c> and <c>DisposeAsync</c> would not block.</summary>
internal static class SyncRelease
{
    public static void CheckUsing(StatementSyntax statement, VariableDeclarationSyntax? declaration, ExpressionSyntax? expression, SyntaxToken awaitKeyword, AsyncFile file)
    {
        if (!awaitKeyword.IsKind(SyntaxKind.None) || !MayAwait(statement))
            return;
        if (expression is not null)
            Check(expression, Functions.RightmostName(expression) ?? "resource");
        foreach (VariableDeclaratorSyntax declarator in declaration?.Variables ?? default)
        {
            if (declarator.Initializer?.Value is { } value)
                Check(value, declarator.Identifier.ValueText);
        }

        void Check(ExpressionSyntax value, string name)
        {
            ExpressionSyntax bare = Functions.Bare(value);
            if (AsyncRelease.DoesWork(file.TypeOf(bare), bare is AwaitExpressionSyntax wait ? wait.Expression : bare, file))
                Report(KeywordOf(statement).GetLocation(), name, "await using", file);
        }
    }

    public static void CheckCall(ExpressionStatementSyntax statement, AsyncFile file)
    {
        InvocationExpressionSyntax? call = statement.Expression as InvocationExpressionSyntax
            ?? (statement.Expression as ConditionalAccessExpressionSyntax)?.WhenNotNull as InvocationExpressionSyntax;
        if (call is not { ArgumentList.Arguments.Count: 0 } || Functions.RightmostName(call) != "Dispose" || !MayAwait(statement)
            || Functions.ReceiverOf(call) is not { } receiver || file.SymbolOf(receiver) is not (ILocalSymbol or IFieldSymbol or IParameterSymbol or IPropertySymbol) || IsChosen(statement, receiver))
        {
            return;
        }

        ExpressionSyntax? made = file.SymbolOf(receiver)?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(file.Cancellation) is VariableDeclaratorSyntax declarator ? declarator.Initializer?.Value : null;
        if (AsyncRelease.DoesWork(file.TypeOf(receiver), made is null ? null : Functions.Bare(made), file))
            Report(call.GetLocation(), Functions.RightmostName(receiver) ?? "resource", "await DisposeAsync()", file);
    }

    // if (x is IAsyncDisposable a) await a.DisposeAsync(); else x.Dispose();
    private static bool IsChosen(StatementSyntax statement, ExpressionSyntax receiver) =>
        statement.Ancestors().TakeWhile(static ancestor => ancestor is not MemberDeclarationSyntax).OfType<IfStatementSyntax>()
            .Any(static choice => choice.Condition.DescendantNodesAndSelf().Any(static node => node is IdentifierNameSyntax { Identifier.ValueText: "IAsyncDisposable" }))
        || Functions.Around(statement).DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
            Functions.RightmostName(call) == "DisposeAsync" && Functions.RightmostName(Functions.ReceiverOf(call)) == Functions.RightmostName(receiver));

    private static bool MayAwait(StatementSyntax statement)
    {
        SyntaxNode function = Functions.Around(statement);
        return function is not CompilationUnitSyntax && Functions.IsAsync(function)
            && !statement.Ancestors().TakeWhile(ancestor => ancestor != function).Any(static ancestor => ancestor is LockStatementSyntax or UnsafeStatementSyntax or FixedStatementSyntax)
            && statement.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 };
    }

    private static SyntaxToken KeywordOf(StatementSyntax statement) =>
        statement is UsingStatementSyntax scope ? scope.UsingKeyword : ((LocalDeclarationStatementSyntax)statement).UsingKeyword;

    private static void Report(Location at, string name, string remedy, AsyncFile file) =>
        file.Report(
            AsyncDescriptors.ReleasedSynchronously,
            at,
            witness: null,
            ImmutableDictionary<string, string?>.Empty.Add("place", name),
            isHarmful: false,
            limit => new object[] { ResourceWords.Shorten(name, limit), remedy });
}
