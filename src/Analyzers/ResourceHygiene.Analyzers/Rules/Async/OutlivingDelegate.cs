using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>RH6004: a delegate that captured a resource can still be called when the scope has released the resource.</summary>
internal static class OutlivingDelegate
{
    private static readonly string[] s_waits = { "Wait", "WaitOne", "WaitAsync", "WaitAll", "WaitAny", "SignalAndWait", "Join", "GetResult" };

    public static void Check(ReleaseScope scope, AsyncFile file)
    {
        // What Main releases, it releases when everything is over.
        if (!scope.Outlines(file).Any(static outline => outline.NestedFunctions.Count > 0) || Functions.IsProgram(scope.Function))
            return;
        var reach = new ResourceReach(scope, file);
        var reported = new HashSet<StatementSyntax?>();
        bool? isWaitedFor = null;
        foreach (SyntaxNode function in scope.Outlines(file).Where(reach.MayMention).SelectMany(static outline => outline.NestedFunctions))
        {
            if (!reach.MentionsName(function) || !reach.IsUsedIn(function))
                continue;
            if (isWaitedFor ??= IsWaitedFor(scope))
                return;
            string? how = function is LocalFunctionStatementSyntax local
                ? OfName(local.Identifier.ValueText, local, scope, file)
                : DelegateUse.Of((ExpressionSyntax)function, scope, file, followsLocals: true);
            // A query of several parts is one mistake.
            if (how is not null && !(how.StartsWith(DelegateUse.StoredIn, StringComparison.Ordinal) && HoldsWhileServing(function, scope)) && reported.Add(function.FirstAncestorOrSelf<StatementSyntax>()))
                Report(function, how, scope, file);
        }
    }

    /// <summary>What becomes of a delegate that has a name, in all of its function.</summary>
    public static string? OfName(string name, SyntaxNode declaration, ReleaseScope scope, AsyncFile file) =>
        file.MentionsIn(scope.Function, name)
            .Where(mention => !declaration.Span.Contains(mention.Span) && mention.Parent is not (InvocationExpressionSyntax or MemberAccessExpressionSyntax))
            .Select(mention => DelegateUse.Of(mention, scope, file, followsLocals: false))
            .FirstOrDefault(static how => how is not null);

    // done.Set() in a handler, done.Wait() here: the handler has run when the wait is over.
    private static bool IsWaitedFor(ReleaseScope scope) => scope.Region.SelectMany(Functions.Within).OfType<InvocationExpressionSyntax>().Any(call =>
        s_waits.Contains(Functions.RightmostName(call), StringComparer.Ordinal)
        && (Functions.RightmostName(call) is "WaitAll" or "WaitAny" or "Join" or "GetResult" || Functions.RightmostName(Functions.ReceiverOf(call)) == scope.Variable.Name));

    // while (true) { … message.Execute(); }: the scope is where the delegate is called.
    private static bool HoldsWhileServing(SyntaxNode function, ReleaseScope scope) => scope.Region.SelectMany(Functions.Within).Any(node => node.SpanStart > function.SpanStart
        && node is WhileStatementSyntax { Condition.RawKind: (int)SyntaxKind.TrueLiteralExpression } or ForStatementSyntax { Condition: null });

    private static void Report(SyntaxNode function, string how, ReleaseScope scope, AsyncFile file)
    {
        Location at = function switch
        {
            LocalFunctionStatementSyntax local => local.Identifier.GetLocation(),
            ParenthesizedLambdaExpressionSyntax lambda => lambda.ArrowToken.GetLocation(),
            SimpleLambdaExpressionSyntax lambda => lambda.ArrowToken.GetLocation(),
            AnonymousMethodExpressionSyntax lambda => lambda.DelegateKeyword.GetLocation(),
            _ => function.GetLocation(),
        };
        file.Report(
            AsyncDescriptors.DelegateOutlivesResource,
            at,
            scope.ReleasedAt,
            ImmutableDictionary<string, string?>.Empty.Add("place", scope.Variable.Name),
            isHarmful: false,
            limit => new object[] { ResourceWords.Shorten(scope.Variable.Name, limit), ResourceWords.Shorten(how, limit), scope.ReleasedBy, ResourceWords.LineOf(scope.ReleasedAt) });
    }
}
