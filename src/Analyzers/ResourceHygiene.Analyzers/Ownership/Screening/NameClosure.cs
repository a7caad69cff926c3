using System.Collections.Concurrent;

namespace ResourceHygiene.Analyzers.Ownership.Screening;

/// <summary>
/// From which names a chain of names leads to one that is wanted: who passes on to whom, and who does it himself. However
/// many are asked about, each name is looked at once. Thread-safe.
/// </summary>
internal sealed class NameClosure
{
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);
    private readonly Func<string, IEnumerable<string>?> _next;

    /// <param name="next">The names that a name leads to at once; null for one that is wanted.</param>
    public NameClosure(Func<string, IEnumerable<string>?> next) => _next = next;

    /// <summary>True when a name is wanted, or leads to one that is.</summary>
    public bool Contains(string name) => _known.TryGetValue(name, out bool known) ? known : new Walk(this).From(name);

    /// <summary>
    /// Depth first, with the circles found on the way (Tarjan): what is left with its circle leads nowhere, and when a wanted
    /// name is met, all that is not left yet leads to it.
    /// </summary>
    private sealed class Walk
    {
        private readonly NameClosure _closure;
        private readonly Dictionary<string, int> _order = new(StringComparer.Ordinal);
        private readonly List<string> _open = new();
        private readonly Stack<Step> _steps = new();

        public Walk(NameClosure closure) => _closure = closure;

        public bool From(string name)
        {
            bool isFound = Enter(name);
            while (!isFound && _steps.Count > 0)
            {
                Step step = _steps.Peek();
                if (!step.Next.MoveNext())
                    Leave(_steps.Pop());
                else if (_closure._known.TryGetValue(step.Next.Current, out bool known))
                    isFound = known;
                else if (_order.TryGetValue(step.Next.Current, out int order))
                    step.Lowest = Math.Min(step.Lowest, order);
                else
                    isFound = Enter(step.Next.Current);
            }

            foreach (string open in _open)
                _closure._known[open] = isFound;
            return isFound;
        }

        // True for a wanted name.
        private bool Enter(string name)
        {
            _order.Add(name, _order.Count);
            _open.Add(name);
            if (_closure._next(name) is not { } next)
                return true;
            _steps.Push(new Step(name, _order[name], next.GetEnumerator()));
            return false;
        }

        private void Leave(Step step)
        {
            if (_steps.Count > 0)
                _steps.Peek().Lowest = Math.Min(_steps.Peek().Lowest, step.Lowest);
            if (step.Lowest < step.Order)
                return;
            int first = _open.LastIndexOf(step.Name);
            for (int i = first; i < _open.Count; i++)
                _closure._known[_open[i]] = false;
            _open.RemoveRange(first, _open.Count - first);
        }
    }

    private sealed class Step
    {
        public Step(string name, int order, IEnumerator<string> next) => (Name, Order, Lowest, Next) = (name, order, order, next);

        public string Name { get; }

        public int Order { get; }

        public IEnumerator<string> Next { get; }

        /// <summary>The earliest name still open that this one leads back to.</summary>
        public int Lowest { get; set; }
    }
}
