public interface IScope : IDisposable
{
    IServiceProvider Services { get; }
}

public interface IScopeFactory
{
    IScope CreateScope();
}

public interface IHandler : IDisposable
{
    Task HandleAsync(string message);
}

public sealed class Consumer(IScopeFactory scopes)
{
    public async Task ConsumeAsync(IAsyncEnumerable<string> messages)
    {
        await foreach (string message in messages)
        {
            using IScope scope = scopes.CreateScope();
            // Resolved services belong to the scope.
            IHandler handler = (IHandler)scope.Services.GetService(typeof(IHandler))!;
            await handler.HandleAsync(message);
        }
    }
}
