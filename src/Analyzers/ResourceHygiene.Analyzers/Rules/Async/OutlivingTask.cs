using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>RH6001: a task that works with a resource leaves, unawaited, the scope at whose end the resource is released.</summary>
internal static class OutlivingTask
{
    private static readonly string[] s_adding = { "Add", "TryAdd", "Enqueue", "Push", "AddLast", "AddFirst", "Insert" };
    private static readonly string[] s_starting = { "Run", "StartNew", "ContinueWith" };
    private static readonly string[] s_joining =
    {
        "Wait", "WaitOne", "WaitAll", "WaitAny", "SignalAndWait", "Join", "Stop", "StopAsync", "Close", "CloseAsync", "Shutdown", "ShutdownAsync", "Cancel", "CancelAsync", "Abort", "Kill",
        "Complete", "CompleteAsync", "TryComplete", "Disconnect", "DisconnectAsync", "Set", "SetResult", "TrySetResult", "GetResult", "Sleep", "SpinUntil", "SpinWait",
    };

    public static void Check(ReleaseScope scope, AsyncFile file)
    {
        bool mayReturn = scope.HoldsOnReturn && !Functions.IsAsync(scope.Function) && Functions.MayReturnTask(scope.Function);
        if (!scope.Outlines(file).Any(outline => outline.TaskCandidates.Exists(node => mayReturn || node is not ReturnStatementSyntax)))
            return;
        // A release that does nothing takes nothing away from the task.
        if (scope.ResourceType is { DeclaringSyntaxReferences.IsEmpty: false } released && file.TraitsOf(released) is { Tier: ResourceTier.None })
            return;
        var reach = new ResourceReach(scope, file);
        var pending = new PendingTasks(reach, file);
        foreach (SyntaxNode candidate in scope.Outlines(file).Where(reach.MayMention).SelectMany(static outline => outline.TaskCandidates))
        {
            if (!reach.MentionsName(candidate))
                continue;
            (PendingTask Task, string How)? found = candidate switch
            {
                ReturnStatementSyntax when !mayReturn => null,
                ReturnStatementSyntax { Expression: { } value } => Of(pending.In(value), "is returned although"),
                VariableDeclaratorSyntax { Initializer.Value: { } value } declarator => pending.In(value) is { } task ? InLocal(task, declarator.Identifier.ValueText, declarator, mayReturn, scope, file) : null,
                ExpressionStatementSyntax statement => OfStatement(statement, pending, mayReturn, scope, file),
                _ => null,
            };
            if (found is var (call, how))
                Report(call, how, scope, file);
        }
    }

    private static (PendingTask Task, string How)? Of(PendingTask? task, string how) => task is null ? null : (task, how);

    /// <summary>Whether a node has the shape of something by which a task leaves.</summary>
    public static bool IsCandidate(SyntaxNode node, bool mayReturn) => node switch
    {
        ReturnStatementSyntax { Expression: not null and not AwaitExpressionSyntax and not LiteralExpressionSyntax } => mayReturn,
        VariableDeclaratorSyntax { Initializer.Value: InvocationExpressionSyntax or ConditionalExpressionSyntax, Parent.Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } } => true,
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } => IsTaskName(Functions.RightmostName(call)) || IsAdding(call),
        ExpressionStatementSyntax { Expression: ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax call } } => IsTaskName(Functions.RightmostName(call)),
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: InvocationExpressionSyntax or ConditionalExpressionSyntax } } => true,
        _ => false,
    };

    private static bool IsTaskName(string? name) =>
        name is not null && (name.EndsWith("Async", StringComparison.Ordinal) || s_starting.Contains(name, StringComparer.Ordinal) || name is "ConfigureAwait");

    private static bool IsAdding(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.Count > 0 && Functions.ReceiverOf(call) is not null && s_adding.Contains(Functions.RightmostName(call), StringComparer.Ordinal)
        && Functions.Bare(call.ArgumentList.Arguments[call.ArgumentList.Arguments.Count - 1].Expression) is InvocationExpressionSyntax;

    private static (PendingTask Task, string How)? OfStatement(ExpressionStatementSyntax statement, PendingTasks pending, bool mayReturn, ReleaseScope scope, AsyncFile file)
    {
        switch (statement.Expression)
        {
            case AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard:
                return IfDropped(pending.In(discard.Right), statement, scope);
            case AssignmentExpressionSyntax assignment when Functions.IsTask(file.TypeOf(assignment.Left)) && pending.In(assignment.Right) is { } task:
                return assignment.Left is IdentifierNameSyntax name && file.SymbolOf(name) is ILocalSymbol local
                    ? InLocal(task, local.Name, assignment, mayReturn, scope, file)
                    : Kept(task, assignment.Left, assignment, "is stored although", scope);
            case InvocationExpressionSyntax call when IsAdding(call) && !IsTaskName(Functions.RightmostName(call)):
                return pending.In(call.ArgumentList.Arguments[call.ArgumentList.Arguments.Count - 1].Expression) is { } added
                    ? Kept(added, Functions.ReceiverOf(call)!, call, "is stored although", scope)
                    : null;
            case InvocationExpressionSyntax or ConditionalAccessExpressionSyntax:
                return IfDropped(pending.In(statement.Expression), statement, scope);
            default:
                return null;
        }
    }

    // What is dropped on purpose runs beside something that is waited for instead: the other side, a signal, a Stop.
    private static (PendingTask Task, string How)? IfDropped(PendingTask? task, SyntaxNode at, ReleaseScope scope) =>
        task is null || IsJoinedAfter(at, scope, byAnyAwait: true) ? null : (task, "is dropped although");

    private static (PendingTask Task, string How)? InLocal(PendingTask task, string local, SyntaxNode at, bool mayReturn, ReleaseScope scope, AsyncFile file)
    {
        List<IdentifierNameSyntax> mentions = file.MentionsIn(scope.Function, local).Where(mention => !at.Span.Contains(mention.Span)).ToList();
        List<IdentifierNameSyntax> inside = mentions.FindAll(scope.Contains);
        if (inside.Exists(mention => !(mayReturn && mention.Parent is ReturnStatementSyntax)))
            return null;
        return inside.Count > 0 ? (task, "is returned although")
            // A Dispose in front of the await is how one ends what waits.
            : mentions.Exists(mention => mention.SpanStart > at.SpanStart) ? scope.HoldsOnReturn ? (task, "is only awaited after") : null
            : IfDropped(task, at, scope);
    }

    // In a field or collection: any other mention in the scope may be where somebody waits.
    private static (PendingTask Task, string How)? Kept(PendingTask task, ExpressionSyntax place, SyntaxNode at, string how, ReleaseScope scope)
    {
        ExpressionSyntax holder = place is ElementAccessExpressionSyntax element ? element.Expression : place;
        if (Functions.RightmostName(holder) is not { } name)
            return null;
        IEnumerable<IdentifierNameSyntax> inside = scope.Region.SelectMany(region => Mentions(region, name, at));
        return inside.Any(static mention => !IsAddedTo(mention)) || IsJoinedAfter(at, scope, byAnyAwait: task.Use == TaskUse.OfArgument) ? null : (task, how);
    }

    private static bool IsAddedTo(IdentifierNameSyntax mention) =>
        mention.Parent is MemberAccessExpressionSyntax access && (s_adding.Contains(access.Name.Identifier.ValueText, StringComparer.Ordinal) || access.Name.Identifier.ValueText is "Count" or "Length")
        || (mention.Parent is ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } element && assignment.Left == element);

    private static IEnumerable<IdentifierNameSyntax> Mentions(SyntaxNode within, string name, SyntaxNode except) =>
        within.DescendantNodes().OfType<IdentifierNameSyntax>().Where(mention => mention.Identifier.ValueText == name && !except.Span.Contains(mention.Span));

    private static bool IsJoinedAfter(SyntaxNode at, ReleaseScope scope, bool byAnyAwait) =>
        scope.Region.SelectMany(static region => region.DescendantNodes()).Any(node => (node.SpanStart >= at.Span.End || IsLoopAround(node, at)) && node switch
        {
            SimpleNameSyntax name => s_joining.Contains(name.Identifier.ValueText, StringComparer.Ordinal),
            AwaitExpressionSyntax => byAnyAwait,
            _ => false,
        });

    // In a loop what stands before comes after as well.
    private static bool IsLoopAround(SyntaxNode node, SyntaxNode at) =>
        node is AwaitExpressionSyntax && !at.Span.Contains(node.Span)
        && node.Ancestors().Any(ancestor => ancestor is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax && ancestor.Span.Contains(at.Span));

    private static void Report(PendingTask task, string how, ReleaseScope scope, AsyncFile file) =>
        file.Report(
            AsyncDescriptors.TaskOutlivesResource,
            task.Call.GetLocation(),
            scope.ReleasedAt,
            ImmutableDictionary<string, string?>.Empty.Add("place", scope.Variable.Name),
            isHarmful: false,
            limit => new object[]
            {
                ResourceWords.Shorten(Functions.RightmostName(task.Call) ?? "the call", limit),
                how,
                scope.ReleasedBy,
                ResourceWords.LineOf(scope.ReleasedAt),
                ResourceWords.Shorten(scope.Variable.Name, limit),
            });
}
