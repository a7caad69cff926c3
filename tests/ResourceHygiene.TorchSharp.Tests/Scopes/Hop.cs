using System.Runtime.CompilerServices;

namespace ResourceHygiene.TorchSharp.Tests.Scopes;

/// <summary>Goes on on another thread, always: an await that happens to go on where it was would prove nothing.</summary>
internal static class Hop
{
    [ThreadStatic]
    private static bool t_isOurs;

    public static NewThread ToAnotherThreadAsync() => default;

    /// <summary>For what happens when a thread leaves a flow, which it may do a moment after it has scheduled the rest of it.</summary>
    public static bool IsSoon(Func<bool> condition) => SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(30));

    /// <summary>Runs something on a thread of its own, whose execution context is empty.</summary>
    public static T OnStrangeThread<T>(Func<T> work)
    {
        T result = default!;
        var thread = new Thread(() => result = work());
        thread.UnsafeStart();
        thread.Join();
        return result;
    }

    /// <summary>Starts a flow on a thread of its own, which ends where the flow first waits.</summary>
    public static async Task StartAsync(Func<Task> flow)
    {
        var started = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            t_isOurs = true;
            started.SetResult(flow());
        })
        { IsBackground = true }.Start();
        await (await started.Task.ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>The former thread is one of these, too, so that it can be waited for: it schedules the rest of the flow before it has left it.</summary>
    public readonly struct NewThread : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public NewThread GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation)
        {
            var former = t_isOurs ? Thread.CurrentThread : null;
            new Thread(() =>
            {
                former?.Join();
                t_isOurs = true;
                continuation();
            })
            { IsBackground = true }.UnsafeStart();
        }
    }
}
