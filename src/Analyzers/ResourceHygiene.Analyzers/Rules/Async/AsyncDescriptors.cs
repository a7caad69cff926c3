using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>The rules about code that runs later than it reads: tasks, iterators, delegates.</summary>
internal static class AsyncDescriptors
{
    public static readonly DiagnosticDescriptor TaskOutlivesResource = Create(
        RuleIds.TaskOutlivesResource,
        "Task outlives the resource that it uses",
        "Task of '{0}' {1} '{2}' on line {3} releases '{4}', which it still uses; await it before that",
        DiagnosticSeverity.Warning,
        "A task that works with a resource leaves, unawaited, the scope that releases the resource.");

    public static readonly DiagnosticDescriptor UsingOnTask = Create(
        RuleIds.UsingOnTask,
        "Task is disposed instead of awaited",
        "'using' disposes the task that '{0}' returns {1}; add 'await'",
        DiagnosticSeverity.Error,
        "A task is disposable itself, so that 'using' without 'await' compiles; what the task yields is never released.");

    public static readonly DiagnosticDescriptor HeldAcrossYield = Create(
        RuleIds.HeldAcrossYield,
        "Resource is held across yield return",
        "{0} '{1}' ({2} here) leaks if enumeration stops at the 'yield return' on line {3}; {4}",
        DiagnosticSeverity.Warning,
        "Whoever enumerates may stop early; of an iterator only the finally blocks and usings around the yield return are run then.");

    public static readonly DiagnosticDescriptor DelegateOutlivesResource = Create(
        RuleIds.DelegateOutlivesResource,
        "Delegate outlives the resource that it captured",
        "'{0}' is used by a delegate that is {1}, but '{2}' on line {3} releases it; release it when the delegate is gone",
        DiagnosticSeverity.Warning,
        "A delegate that captured a resource is subscribed, stored, scheduled or returned, and the resource is released while it can still be called.");

    public static readonly DiagnosticDescriptor ReleasedSynchronously = Create(
        RuleIds.ReleasedSynchronously,
        "Resource is released synchronously in async code",
        "'{0}' is released synchronously in async code, although its DisposeAsync does not block; use '{1}'",
        DiagnosticSeverity.Info,
        "Dispose of a type that flushes, closes or rolls back blocks the thread where DisposeAsync would not.");

    public static readonly DiagnosticDescriptor SubscriptionIgnored = Create(
        RuleIds.SubscriptionIgnored,
        "Subscription is ignored",
        "What '{0}' returns is ignored, so {1}; {2}",
        DiagnosticSeverity.Info,
        "A registration, subscription or timer is started and the object that ends it is dropped.");

    public static readonly DiagnosticDescriptor HandlerNotRemoved = Create(
        RuleIds.HandlerNotRemoved,
        "Event handler is never removed",
        "'{0}' keeps this '{1}' and calls it after '{2}', as nothing removes the handler; use '-=' in '{2}'",
        DiagnosticSeverity.Info,
        "An object that has an end subscribes to an event that outlives it, and never takes its handler back.");

    public static readonly DiagnosticDescriptor LockHeldAcrossStop = Create(
        RuleIds.LockHeldAcrossStop,
        "Lock of a thread is held across await or yield return",
        "'{0}' ({1} here) is still held at the '{2}' on line {3}, behind which another thread may run; {4}",
        DiagnosticSeverity.Warning,
        "Monitors, mutexes and reader-writer locks can be left only by the thread that entered them; a method goes on after an await or a yield return on any.");

    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        TaskOutlivesResource, UsingOnTask, DelegateOutlivesResource, ReleasedSynchronously, SubscriptionIgnored, HandlerNotRemoved);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity, string description) =>
        new(id, title, message, RuleCategories.Async, severity, isEnabledByDefault: true, description, RuleIds.HelpLink(id));
}
