using TorchSharp;

namespace ResourceHygiene;

// How the scope follows its flow of execution from thread to thread.
public sealed partial class TensorScope
{
    /// <summary>The runtime calls back on every thread that enters or leaves the flow, before any code of the flow runs there.</summary>
    private static readonly AsyncLocal<Frame?> s_ambient = new(static change => Switch(change.CurrentValue));

    /// <summary>What is entered on this thread, outermost first.</summary>
    [ThreadStatic]
    private static List<Activation>? t_active;

    /// <summary>The innermost open scope of this flow of execution; <see langword="null"/> if there is none.</summary>
    public static TensorScope? Current
    {
        get
        {
            var frame = s_ambient.Value;
            while (frame is not null && frame.Scope.HasEnded)
                frame = frame.Below;
            return frame?.Scope;
        }
    }

    /// <summary>Begins a scope for everything that is called until its end, across <see langword="await"/>; the present one becomes its <see cref="Outer"/>.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="withoutGradients">Whether to switch gradients off inside, as <c>no_grad</c> does, on every thread of the flow.</param>
    /// <returns>The scope. Dispose it in the method that began it.</returns>
    /// <exception cref="TorchLibraryException">TorchSharp's native part is missing.</exception>
    [return: Owned]
    public static TensorScope Begin(string? name = null, bool withoutGradients = false)
    {
        TorchLibrary.EnsureLoaded();
        var scope = new TensorScope(name, Current, withoutGradients);
        s_ambient.Value = new Frame(scope, s_ambient.Value);
        return scope;
    }

    private Activation? ActivationHere() => t_active?.Find(activation => activation.Scope == this);

    /// <summary>
    /// TorchSharp's scopes take no second thread. The one that has just scheduled this code is gone in microseconds; one that is busy with
    /// a part of the flow of its own is not, and has tensors of its own.
    /// </summary>
    private void LetFormerThreadLeave()
    {
        for (var spin = new SpinWait(); Volatile.Read(ref _threads) > 0 && spin.Count < 50;)
            spin.SpinOnce(sleep1Threshold: -1);
    }

    private static void Leave()
    {
        var frame = s_ambient.Value;
        while (frame is not null && frame.Scope.HasEnded)
            frame = frame.Below;
        s_ambient.Value = frame;
        // The value stays the same where an inner scope is still open, or where this is not the flow that began the scope.
        Switch(frame);
    }

    /// <summary>Makes this thread be in the open scopes of a frame and in no others. Never throws: it is called by the runtime itself.</summary>
    private static void Switch(Frame? frame)
    {
        var active = t_active;
        if (frame is null && active is not { Count: > 0 })
            return;

        active = t_active ??= [];
        var wanted = new List<TensorScope>();
        for (var at = frame; at is not null; at = at.Below)
        {
            if (!at.Scope.HasEnded)
                wanted.Insert(0, at.Scope);
        }

        var common = 0;
        while (common < active.Count && common < wanted.Count && active[common].Scope == wanted[common])
            common++;
        for (var last = active.Count - 1; last >= common; last--)
        {
            var left = active[last];
            active.RemoveAt(last);
            left.Close();
        }
        for (; common < wanted.Count; common++)
        {
            if (Activation.Open(wanted[common]) is { } entered)
                active.Add(entered);
        }
    }

    /// <summary>Immutable, so that what one flow changes is nothing to the others.</summary>
    private sealed record Frame(TensorScope Scope, Frame? Below);

    /// <summary>The scope on one thread: a scope of TorchSharp, and its guard where gradients are off.</summary>
    private sealed class Activation
    {
        private readonly DisposeScope _native;
        private readonly IDisposable? _guard;

        private Activation(TensorScope scope, DisposeScope native, IDisposable? guard) => (Scope, _native, _guard) = (scope, native, guard);

        public TensorScope Scope { get; }

        public int Count => _native.DisposablesCount;

        /// <summary>Null where TorchSharp refuses; the scope says so at its end.</summary>
        public static Activation? Open(TensorScope scope)
        {
            try
            {
                scope.LetFormerThreadLeave();
                var guard = scope.WithoutGradients ? torch.no_grad() : null;
                var activation = new Activation(scope, torch.NewDisposeScope(), guard);
                scope.CountThread(1);
                return activation;
            }
            catch (Exception exception)
            {
                scope.NoteFault($"{scope.Title} could not be entered on a thread: {exception.Message}");
                return null;
            }
        }

        public bool TryTake(IDisposable resource)
        {
            if (!_native.Contains(resource))
                return false;

            _native.Detach<IDisposable>(resource);
            return true;
        }

        /// <summary>Leaves the thread as it was, and hands over what was made on it.</summary>
        public void Close()
        {
            try
            {
                if (!ReferenceEquals(torch.CurrentDisposeScope, _native))
                {
                    Scope.NoteFault(
                        $"A DisposeScope that was opened inside {char.ToLowerInvariant(Scope.Title[0])}{Scope.Title[1..]} was still open when the flow left its thread, at an await or at the end of the scope. "
                        + "TorchSharp's scopes belong to a thread: close it before, or use a TensorScope.");
                }

                _guard?.Dispose();
                var made = _native.DisposablesView;
                _native.Detach((IEnumerable<IDisposable>)made);
                _native.Dispose();
                Scope.TakeOver(made);
            }
            catch (Exception exception)
            {
                Scope.NoteFault($"{Scope.Title} could not be left on a thread: {exception.Message}");
            }
            finally
            {
                Scope.CountThread(-1);
            }
        }
    }
}
