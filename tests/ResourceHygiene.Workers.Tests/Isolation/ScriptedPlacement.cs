using System.Collections.Concurrent;
using System.Text;

namespace ResourceHygiene.Workers.Tests.Isolation;

/// <summary>Workers that a test drives: each call waits until the test answers it.</summary>
internal sealed class ScriptedPlacement : IWorkerPlacement
{
    private readonly BlockingCollection<ScriptedLink> _placed = [];

    /// <summary>What the next placings fail with; a worker is given when there is nothing.</summary>
    public ConcurrentQueue<WorkerException> Failures { get; } = new();

    /// <summary>How often a worker was asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>The next worker that was given; waits for it.</summary>
    public ScriptedLink Next() => _placed.TryTake(out var link, TimeSpan.FromSeconds(30)) ? link : throw new TimeoutException("No worker was asked for.");

    /// <summary>All workers that are given, until the end.</summary>
    public IEnumerable<ScriptedLink> All(CancellationToken end) => _placed.GetConsumingEnumerable(end);

    public ValueTask<IWorkerLink> PlaceAsync(string unit, CancellationToken cancellationToken)
    {
        Asked++;
        if (Failures.TryDequeue(out var failure))
            throw failure;

        var link = new ScriptedLink(unit, Asked);
        _placed.Add(link, CancellationToken.None);
        return new(link);
    }

    public ValueTask DisposeAsync()
    {
        _placed.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>One of them.</summary>
internal sealed class ScriptedLink(string unit, int number) : IWorkerLink
{
    private readonly BlockingCollection<ScriptedCall> _calls = [];
    private readonly TaskCompletionSource<WorkerException> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _end = new();
    private ScriptedCall? _underWay;

    public string Unit => unit;

    public int Number => number;

    public bool WasLetGo { get; private set; }

    /// <summary>What letting it go fails with, once it is gone.</summary>
    public Exception? DisposalFailure { get; set; }

    /// <summary>Whether it is dead, but nobody knows that yet.</summary>
    public bool IsDeaf { get; set; }

    public string Name => $"scripted {number}";

    public int? ProcessId => number;

    public long MemoryBytes { get; set; }

    public Task<WorkerException> Lost => _lost.Task;

    /// <summary>The call that is under way; waits for it.</summary>
    public ScriptedCall Take() => _calls.TryTake(out var call, TimeSpan.FromSeconds(30)) ? call : throw new TimeoutException("No call came.");

    public async ValueTask<WorkerReply> SendAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        if (IsDeaf)
            throw new WorkerException(WorkerFailure.Crashed, $"{Name} died.") { IsUnsent = true };

        var call = new ScriptedCall(Encoding.UTF8.GetString(request.WrittenMemory.Span), cancellationToken);
        _underWay = call;
        _calls.Add(call, CancellationToken.None);
        return await call.Answer.ConfigureAwait(false);
    }

    /// <summary>Answers calls until it is lost; one that says "crash" ends it.</summary>
    public void PlayUntilLost()
    {
        try
        {
            foreach (var call in _calls.GetConsumingEnumerable(_end.Token))
            {
                if (call.Text == "crash")
                    Die();
                else
                    call.Reply("done");
            }
        }
        catch (OperationCanceledException)
        {
            // It is lost.
        }
    }

    public void Abandon(WorkerFailure failure, string what) => Die(failure, what);

    /// <summary>The worker is gone.</summary>
    public void Die(WorkerFailure failure = WorkerFailure.Crashed, string what = "died")
    {
        var why = new WorkerException(failure, $"{Name} {what}.");
        if (_lost.TrySetResult(why))
        {
            _underWay?.Fail(why);
            _end.Cancel();
        }
    }

    public ValueTask DisposeAsync()
    {
        WasLetGo = true;
        Die(WorkerFailure.Closed, "was let go");
        return DisposalFailure is { } failure ? ValueTask.FromException(failure) : ValueTask.CompletedTask;
    }
}

/// <summary>A call that waits for its answer.</summary>
internal sealed class ScriptedCall(string text, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<WorkerReply> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Text => text;

    public CancellationToken CancellationToken => cancellationToken;

    public Task<WorkerReply> Answer => _answer.Task;

    public void Reply(string result) => _answer.TrySetResult(new WorkerReply(Encoding.UTF8.GetBytes(result)));

    public void Fail(Exception exception) => _answer.TrySetException(exception);
}
