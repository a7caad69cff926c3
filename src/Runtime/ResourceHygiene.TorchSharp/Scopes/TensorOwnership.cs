using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace ResourceHygiene;

/// <summary>Hands tensors from one kind of scope to another, so that each has one owner at any time.</summary>
public static class TensorOwnership
{
    /// <summary>
    /// Takes a tensor or packed sequence out of TorchSharp's scope, or of the current <see cref="TensorScope"/>, into a
    /// <see cref="CleanupScope"/>. <see cref="CleanupScope.Own{T}(T)"/> alone would leave it with two owners, and the first that ends
    /// would dispose it.
    /// </summary>
    /// <typeparam name="T">Its class.</typeparam>
    /// <param name="scope">The new owner.</param>
    /// <param name="resource">The tensor or packed sequence.</param>
    /// <returns>The same object.</returns>
    /// <exception cref="ArgumentException">It is of another class.</exception>
    /// <exception cref="ObjectDisposedException">The scope has ended. Nothing leaks: the object was disposed at once.</exception>
    [return: Borrowed]
    public static T OwnTensor<T>(this CleanupScope scope, [TakesOwnership] T resource)
        where T : class, IDisposable
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(resource);
        for (var ambient = TensorScope.Current; ambient is not null; ambient = ambient.Outer)
            ambient.TryTake(resource);
        TakeOut(resource);
        return scope.Own(resource);
    }

    /// <summary>Hands a tensor or packed sequence that a <see cref="CleanupScope"/> owns to a scope of TorchSharp.</summary>
    /// <typeparam name="T">Its class.</typeparam>
    /// <param name="scope">The present owner.</param>
    /// <param name="resource">The tensor or packed sequence.</param>
    /// <param name="target">The new owner.</param>
    /// <returns>The same object.</returns>
    /// <exception cref="InvalidOperationException">The clean-up scope does not own it.</exception>
    /// <exception cref="ObjectDisposedException">The other scope has ended. Nothing leaks: the object was disposed at once.</exception>
    [return: Borrowed]
    public static T MoveToDisposeScope<T>(this CleanupScope scope, T resource, DisposeScope target)
        where T : class, IDisposable
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(target);
        var moved = scope.Detach(resource);
        try
        {
            target.Attach((IDisposable)moved);
            return moved;
        }
        catch
        {
            moved.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Begins a <see cref="TensorScope"/> that a <see cref="CleanupScope"/> ends: what is made in this flow of execution from now on lives
    /// until the clean-up scope lets go of it, as one of its things.
    /// </summary>
    /// <param name="scope">The owner.</param>
    /// <param name="withoutGradients">As for <see cref="TensorScope.Begin"/>.</param>
    /// <returns>The scope. It need not be disposed.</returns>
    /// <exception cref="TorchLibraryException">TorchSharp's native part is missing.</exception>
    [return: Borrowed]
    public static TensorScope BeginTensors(this CleanupScope scope, bool withoutGradients = false)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return scope.Own(TensorScope.Begin(scope.Name, withoutGradients));
    }

    internal static void TakeOut(IDisposable resource)
    {
        switch (resource)
        {
            case Tensor tensor:
                tensor.DetachFromDisposeScope();
                break;
            case PackedSequence sequence:
                sequence.DetachFromDisposeScope();
                break;
            default:
                throw new ArgumentException($"A {resource.GetType().Name} is in no scope of tensors; CleanupScope.Own owns it.", nameof(resource));
        }
    }

    /// <summary>Everything has its turn; what was thrown comes back.</summary>
    internal static List<Exception> DisposeAll(IReadOnlyList<IDisposable> resources)
    {
        var failures = new List<Exception>();
        foreach (var resource in resources)
        {
            try
            {
                resource.Dispose();
            }
            catch (Exception exception)
            {
                failures.Add(exception);
            }
        }
        return failures;
    }
}
