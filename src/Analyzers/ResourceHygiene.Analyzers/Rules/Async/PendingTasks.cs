using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>How a task works with a resource.</summary>
internal enum TaskUse
{
    /// <summary>It is the resource's own operation: nothing else ends it.</summary>
    OfReceiver,

    /// <summary>It was given the resource and may end by other means.</summary>
    OfArgument,
}

/// <summary>A call that may still work with a resource when it has returned its task.</summary>
internal sealed record PendingTask(InvocationExpressionSyntax Call, TaskUse Use);

/// <summary>Finds in an expression the call whose task still works with a resource.</summary>
internal sealed class PendingTasks
{
    // Streams over memory do what they are asked for at once, whatever the method is called.
    private static readonly string[] s_inMemory = { "MemoryStream", "UnmanagedMemoryStream", "StringReader", "StringWriter" };

    // Ways to wait that have a task of their own, and ends that somebody else waits for.
    private static readonly string[] s_endings = { "DisposeAsync", "CancelAsync", "CloseAsync", "StopAsync", "Dispose", "WhenAny" };

    private readonly ResourceReach _reach;
    private readonly AsyncFile _file;

    public PendingTasks(ResourceReach reach, AsyncFile file)
    {
        _reach = reach;
        _file = file;
    }

    public PendingTask? In(ExpressionSyntax expression)
    {
        ExpressionSyntax bare = Functions.Bare(expression);
        return !_reach.MentionsName(bare) ? null : bare switch
        {
            InvocationExpressionSyntax call => InCall(call),
            ConditionalExpressionSyntax either => In(either.WhenTrue) ?? In(either.WhenFalse),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } either => In(either.Left) ?? In(either.Right),
            SwitchExpressionSyntax many => many.Arms.Select(arm => In(arm.Expression)).FirstOrDefault(static pending => pending is not null),
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax call } => InCall(call),
            BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } creation when Functions.IsTask(_file.TypeOf(creation)) => In(arguments[0].Expression),
            _ => null,
        };
    }

    private PendingTask? InCall(InvocationExpressionSyntax call)
    {
        if (_file.MethodOf(call) is not { } method)
            return null;
        ExpressionSyntax? receiver = Functions.ReceiverOf(call);
        // task.AsTask(), task.ConfigureAwait(false), task.ContinueWith(…): as pending as what they are called on.
        if (receiver is not null && _reach.MentionsName(receiver) && Functions.IsTask(_file.TypeOf(receiver)))
            return In(receiver);
        if (!Functions.IsTask(method.ReturnType) || s_endings.Contains(method.Name, StringComparer.Ordinal) || CompletedTasks.IsAlwaysComplete(method, _file.Cancellation))
            return null;
        if (receiver is not null && _reach.Reaches(receiver))
            return IsInMemory(_file.TypeOf(receiver)) || _file.Knowledge.Declared.IsUsableAfterRelease(method) ? null : new PendingTask(call, TaskUse.OfReceiver);

        foreach (ArgumentSyntax argument in call.ArgumentList.Arguments)
        {
            if (!_reach.MentionsName(argument))
                continue;
            if (In(argument.Expression) is { } inner)
                return inner;
            if (InElements(argument.Expression) is { } element)
                return element;
            if (_reach.Reaches(argument.Expression) && IsUsedLater(method, call, argument))
                return new PendingTask(call, TaskUse.OfArgument);
        }

        return null;
    }

    // Task.WhenAll(new[] { a.GoAsync(), b.GoAsync() })
    private PendingTask? InElements(ExpressionSyntax expression) => (Functions.Bare(expression) switch
    {
        ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions,
        ArrayCreationExpressionSyntax { Initializer: { } elements } => elements.Expressions,
        CollectionExpressionSyntax collection => collection.Elements.OfType<ExpressionElementSyntax>().Select(static element => element.Expression),
        _ => Enumerable.Empty<ExpressionSyntax>(),
    }).Select(In).FirstOrDefault(static pending => pending is not null);

    private bool IsUsedLater(IMethodSymbol method, InvocationExpressionSyntax call, ArgumentSyntax argument)
    {
        if (ResourceReach.ParameterOf(method, call, argument) is not { } parameter)
            return true;
        // Who takes the resource over releases it itself, when it is done.
        if (_file.TraitsOf(_file.TypeOf(argument.Expression)) is not null
            && ResourceReach.RoleOf(method, _file.ContractOf(method), call, argument) is ParameterRole.Taken or ParameterRole.Released or ParameterRole.MayBeReleased)
        {
            return false;
        }

        return !CompletedTasks.UsesBeforeWaiting(parameter, _file.Cancellation);
    }

    private static bool IsInMemory(ITypeSymbol? type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (s_inMemory.Contains(current.Name, StringComparer.Ordinal))
                return true;
        }

        return false;
    }
}
