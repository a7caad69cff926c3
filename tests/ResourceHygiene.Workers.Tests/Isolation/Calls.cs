using System.Text;

namespace ResourceHygiene.Workers.Tests.Isolation;

/// <summary>A service of which nothing runs in this process unless a test means it to, and calls of it.</summary>
internal static class Calls
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static WorkerCommandInfo Render { get; } = new(1, "Render");

    public static WorkerCommandInfo Save { get; } = new(2, "Save");

    public static WorkerService Service { get; } = new()
    {
        Name = "pictures",
        Contract = "1",
        Commands = [Render, Save],
        Create = static context => new Echo(context),
    };

    public static async Task<string> Call(this IsolatedWorker worker, string text, WorkerCommandInfo? command = null, CancellationToken cancellationToken = default)
    {
        using var request = worker.CreateRequest(command ?? Render);
        Encoding.UTF8.GetBytes(text, request.Arguments);
        using var reply = await worker.CallAsync(request, cancellationToken).AsTask().WaitAsync(Patience, CancellationToken.None);
        return Encoding.UTF8.GetString(reply.Result.Span);
    }

    public static async Task<WorkerException> Failure(Task call) => await Assert.ThrowsAsync<WorkerException>(() => call);

    /// <summary>Answers with what came, behind the unit.</summary>
    private sealed class Echo(WorkerContext context) : IWorkerDispatcher
    {
        public ValueTask DispatchAsync(WorkerCall workerCall)
        {
            Encoding.UTF8.GetBytes($"{context.Unit}:{(context.IsIsolated ? "isolated" : "here")}:{Encoding.UTF8.GetString(workerCall.Arguments.Span)}", workerCall.Result);
            return ValueTask.CompletedTask;
        }
    }
}
