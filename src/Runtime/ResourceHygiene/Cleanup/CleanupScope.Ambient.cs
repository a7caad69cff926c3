namespace ResourceHygiene;

// The scope that code further down finds without being handed it.
public sealed partial class CleanupScope
{
    private static readonly AsyncLocal<Frame?> s_ambient = new();

    /// <summary>
    /// The innermost open scope that was begun with <see cref="Begin"/> in this flow of execution, or by whoever started it;
    /// <see langword="null"/> if there is none. What a child task begins is invisible to its caller.
    /// </summary>
    public static CleanupScope? Current
    {
        get
        {
            var frame = s_ambient.Value;
            while (frame is not null && frame.Scope.HasEnded)
                frame = frame.Below;
            return frame?.Scope;
        }
    }

    /// <summary>Begins a scope that is <see cref="Current"/> until its end; the present one becomes its <see cref="Outer"/>.</summary>
    /// <param name="name">What messages call it.</param>
    /// <returns>The scope. Dispose it in the method that began it.</returns>
    [return: Owned]
    public static CleanupScope Begin(string? name = null)
    {
        var scope = new CleanupScope(name, Current);
        s_ambient.Value = new Frame(scope, s_ambient.Value);
        return scope;
    }

    /// <summary>
    /// Runs something in a scope of its own, which is <see cref="Current"/> meanwhile: completed where it returns, rolled back
    /// where it throws. The exception goes on as it is, for filters and handlers further up; what the clean-up throws
    /// then is in its data under <see cref="FailuresKey"/>.
    /// </summary>
    /// <param name="work">What to run.</param>
    /// <param name="name">What messages call the scope.</param>
    /// <exception cref="AggregateException">The work returned, but the clean-up failed.</exception>
    public static void Run(Action<CleanupScope> work, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        Run<object?>(
            scope =>
            {
                work(scope);
                return null;
            },
            name);
    }

    /// <typeparam name="T">What it returns.</typeparam>
    /// <inheritdoc cref="Run(Action{CleanupScope}, string)"/>
    public static T Run<T>(Func<CleanupScope, T> work, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        using var scope = Begin(name);
        try
        {
            var result = work(scope);
            scope.Complete();
            return result;
        }
        catch (Exception exception) when (scope.Observe(exception))
        {
            throw;
        }
    }

    /// <inheritdoc cref="Run(Action{CleanupScope}, string)"/>
    public static async Task RunAsync(Func<CleanupScope, Task> work, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        await RunAsync<object?>(
            async scope =>
            {
                await work(scope).ConfigureAwait(false);
                return null;
            },
            name).ConfigureAwait(false);
    }

    /// <typeparam name="T">What it returns.</typeparam>
    /// <inheritdoc cref="Run(Action{CleanupScope}, string)"/>
    public static async Task<T> RunAsync<T>(Func<CleanupScope, Task<T>> work, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        var scope = Begin(name);
        await using var end = scope.ConfigureAwait(false);
        try
        {
            var result = await work(scope).ConfigureAwait(false);
            scope.Complete();
            return result;
        }
        catch (Exception exception) when (scope.Observe(exception))
        {
            throw;
        }
    }

    /// <summary>A filter that never catches: it only looks, before anything is unwound.</summary>
    private bool Observe(Exception exception)
    {
        _inFlight = exception;
        return false;
    }

    private void LeaveAmbient()
    {
        var top = s_ambient.Value;
        var frame = top;
        // An inner scope that is still open stays on top; Current passes over this one once that has ended.
        while (frame is not null && (frame.Scope == this || frame.Scope.HasEnded))
            frame = frame.Below;
        if (frame != top)
            s_ambient.Value = frame;
    }

    /// <summary>Immutable, so that what one flow changes is nothing to the others.</summary>
    private sealed record Frame(CleanupScope Scope, Frame? Below);
}
