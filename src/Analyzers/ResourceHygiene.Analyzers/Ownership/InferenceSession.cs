using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Infers contracts of methods that may call each other in circles. Methods of a circle start with "does nothing" and
/// are read again until no contract changes; only then, and so for whoever asks first, is the answer remembered.
/// Used by one thread, for one body. An exception leaves it as it was before the question.
/// </summary>
internal sealed class InferenceSession
{
    // Deep enough for any call chain that a person follows, shallow enough for a compiler thread's stack.
    private const int MaxDepth = 24;

    // Contracts grow along a lattice of height three; a circle that is not stable by then is given up.
    private const int MaxRounds = 4;

    private readonly List<Frame> _frames = new();
    private readonly Dictionary<IMethodSymbol, MethodContract> _assumed = new(SymbolEqualityComparer.Default);

    // Members of circles that are still open, with the outermost frame that each of them rests on.
    private readonly List<(IMethodSymbol Method, int Lowest)> _members = new();

    public InferenceSession(CancellationToken cancellation) => Cancellation = cancellation;

    public CancellationToken Cancellation { get; }

    /// <summary>The blocks that paths entered so far, each as often as in another state.</summary>
    public int Steps { get; private set; }

    public void CountStep()
    {
        Cancellation.ThrowIfCancellationRequested();
        Steps++;
    }

    /// <summary>The contract that <paramref name="infer"/> finds, also when that asks for the same method again.</summary>
    /// <param name="method">The method, as definition.</param>
    /// <param name="infer">Reads the body; asks this session about the methods that the body calls.</param>
    /// <param name="publish">Is told every contract that will not change any more.</param>
    public MethodContract Solve(IMethodSymbol method, Func<IMethodSymbol, MethodContract> infer, Action<IMethodSymbol, MethodContract> publish)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (TryFindOpen(method, out int lowest))
        {
            RestOn(lowest);
            return Assumed(method);
        }

        if (_frames.Count == MaxDepth)
        {
            RestOn(-1);
            return MethodContract.Opaque(method.Parameters.Length);
        }

        int index = _frames.Count;
        int firstMember = _members.Count;
        for (int round = 1; ; round++)
        {
            var frame = new Frame(method);
            _frames.Add(frame);
            MethodContract contract = InferOrForget(method, index, firstMember, infer);
            _frames.RemoveAt(index);
            frame.HasChanged |= !contract.IsSameAs(Assumed(method));

            if (frame.Lowest > index)
            {
                publish(method, contract);
                return contract;
            }

            _assumed[method] = contract;
            if (frame.Lowest < index)
            {
                _members.Add((method, frame.Lowest));
                RestOn(frame.Lowest);
                if (index > 0)
                    _frames[index - 1].HasChanged |= frame.HasChanged;
                return contract;
            }

            // This method closes the circle.
            bool isStable = !frame.HasChanged;
            if (!isStable && round < MaxRounds)
            {
                _members.RemoveRange(firstMember, _members.Count - firstMember);
                continue;
            }

            _members.Add((method, index));
            for (int i = firstMember; i < _members.Count; i++)
            {
                IMethodSymbol member = _members[i].Method;
                publish(member, isStable ? Assumed(member) : MethodContract.Opaque(member.Parameters.Length));
            }

            _members.RemoveRange(firstMember, _members.Count - firstMember);
            return isStable ? contract : MethodContract.Opaque(method.Parameters.Length);
        }
    }

    // Whoever catches an exception (a cancelled request is one) may ask again: nothing is left half-done, and no
    // assumption that was never confirmed.
    private MethodContract InferOrForget(IMethodSymbol method, int index, int firstMember, Func<IMethodSymbol, MethodContract> infer)
    {
        bool isDone = false;
        try
        {
            MethodContract contract = infer(method);
            isDone = true;
            return contract;
        }
        finally
        {
            if (!isDone)
            {
                _frames.RemoveRange(index, _frames.Count - index);
                _members.RemoveRange(firstMember, _members.Count - firstMember);
                if (index == 0)
                    _assumed.Clear();
            }
        }
    }

    private bool TryFindOpen(IMethodSymbol method, out int lowest)
    {
        lowest = _frames.FindIndex(frame => SymbolEqualityComparer.Default.Equals(frame.Method, method));
        if (lowest >= 0)
            return true;
        int member = _members.FindIndex(entry => SymbolEqualityComparer.Default.Equals(entry.Method, method));
        if (member < 0)
            return false;
        lowest = _members[member].Lowest;
        return true;
    }

    private void RestOn(int lowest)
    {
        if (_frames.Count > 0)
            _frames[_frames.Count - 1].Lowest = Math.Min(_frames[_frames.Count - 1].Lowest, lowest);
    }

    private MethodContract Assumed(IMethodSymbol method) =>
        _assumed.TryGetValue(method, out MethodContract? contract) ? contract : MethodContract.Inert(method.Parameters.Length);

    private sealed class Frame
    {
        public Frame(IMethodSymbol method) => Method = method;

        public IMethodSymbol Method { get; }

        /// <summary>The outermost frame whose unfinished contract this one was concluded from.</summary>
        public int Lowest { get; set; } = int.MaxValue;

        /// <summary>This contract or one below it differs from what was assumed about it.</summary>
        public bool HasChanged { get; set; }
    }
}
