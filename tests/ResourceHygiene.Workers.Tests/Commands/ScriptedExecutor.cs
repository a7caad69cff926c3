using System.Threading.Channels;

namespace ResourceHygiene.Workers.Tests;

/// <summary>Runs nothing: a test sees what was started, and says how it ends.</summary>
internal sealed class ScriptedExecutor(bool obeysTokens = true) : ICommandExecutor
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Channel<Call> _started = Channel.CreateUnbounded<Call>();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public Task<CommandResult> ExecuteAsync(CommandRequest request, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _count);
        var call = new Call(request, obeysTokens, cancellationToken);
        _started.Writer.TryWrite(call);
        return call.Task;
    }

    /// <summary>The next command that was started.</summary>
    public async Task<Call> NextAsync() => await _started.Reader.ReadAsync().AsTask().WaitAsync(s_patience);

    public bool HasNext => _started.Reader.TryPeek(out _);

    public sealed class Call
    {
        private readonly TaskCompletionSource<CommandResult> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Call(CommandRequest request, bool obeysToken, CancellationToken token)
        {
            Request = request;
            Token = token;
            if (obeysToken)
                token.Register(() => _end.TrySetCanceled(token));
        }

        public CommandRequest Request { get; }

        public CancellationToken Token { get; }

        public Task<CommandResult> Task => _end.Task;

        public void Exit(int code = 0, long? peak = null) => _end.TrySetResult(new CommandResult(Request) { ExitCode = code, PeakMemoryBytes = peak });

        public void Fail(Exception exception) => _end.TrySetException(exception);
    }
}

internal static class Soon
{
    /// <summary>Waits for what is due, and not for ever.</summary>
    public static Task<T> ComesSoon<T>(this Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(60));

    public static Task ComesSoon(this Task task) => task.WaitAsync(TimeSpan.FromSeconds(60));

    public static Task<T> ComesSoon<T>(this ValueTask<T> task) => task.AsTask().ComesSoon();

    public static Task ComesSoon(this ValueTask task) => task.AsTask().ComesSoon();
}
