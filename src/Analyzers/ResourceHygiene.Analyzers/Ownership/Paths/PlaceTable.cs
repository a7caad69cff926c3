using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>Numbers the places of one graph.</summary>
internal sealed class PlaceTable
{
    private readonly List<Place> _places = new();
    private readonly Dictionary<ISymbol, int> _variables = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<CaptureId, int> _captures = new();
    private readonly Dictionary<(int Owner, ISymbol Member), int> _members = new(MemberComparer.Instance);
    private readonly Dictionary<string, int> _conditions = new(StringComparer.Ordinal);
    private readonly Dictionary<ISymbol, Dictionary<string, int>> _locks = new(SymbolEqualityComparer.Default);
    private readonly ISymbol? _function;

    /// <param name="function">The method, lambda or local function whose graph this is.</param>
    public PlaceTable(ISymbol? function) => _function = function;

    public int Count => _places.Count;

    public Place this[int index] => _places[index];

    public int Local(ILocalSymbol local) => Variable(local, IsForeign(local) ? PlaceKind.Outer : PlaceKind.Local, local.Type);

    public int Parameter(IParameterSymbol parameter) => Variable(
        parameter,
        IsForeign(parameter) ? PlaceKind.Outer
            : parameter.RefKind is RefKind.Out or RefKind.Ref ? PlaceKind.ByReference
            : PlaceKind.Parameter,
        parameter.Type);

    /// <summary>A field or property, of this object (<paramref name="owner"/> -1), or of what another place holds.</summary>
    public int Member(int owner, ISymbol member, ITypeSymbol type)
    {
        var key = (owner, member);
        if (_members.TryGetValue(key, out int index))
            return index;
        string name = owner >= 0 ? _places[owner].Name + "." + member.Name : member.Name;
        _places.Add(new Place(_places.Count, PlaceKind.Outer, name, type, owner)
        {
            IsFixed = owner < 0 && type.SpecialType == SpecialType.System_Boolean && PlatformAnswers.IsOne(member),
            AsksForContent = owner >= 0 && member.Name is "Count" or "Length" or "IsEmpty",
            TellsRelease = owner < 0 || type.SpecialType != SpecialType.System_Boolean ? null : member.Name switch
            {
                "IsDisposed" or "Disposed" or "IsClosed" or "IsReleased" or "IsFreed" => true,
                "IsAllocated" => false,
                _ => null,
            },
            TellsLife = owner >= 0 && type.SpecialType == SpecialType.System_Boolean
                && member.Name is "Connected" or "IsConnected" or "IsOpen" or "IsAlive" or "IsListening" or "IsValid" or "CanRead" or "CanWrite" or "CanSeek",
        });
        index = _places.Count - 1;
        _members.Add(key, index);
        if (owner >= 0)
            _places[owner].Dependents.Add(index);
        return index;
    }

    public int Capture(CaptureId id, ITypeSymbol? type)
    {
        if (!_captures.TryGetValue(id, out int index))
            _captures.Add(id, index = Add(PlaceKind.Capture, "the value", type));
        return index;
    }

    /// <summary>A condition that has the same outcome as long as none of <paramref name="operands"/> changes.</summary>
    public int Condition(string key, IEnumerable<int> operands)
    {
        if (_conditions.TryGetValue(key, out int index))
            return index;
        _conditions.Add(key, index = Add(PlaceKind.Condition, key, type: null));
        foreach (int operand in operands)
        {
            _places[operand].Dependents.Add(index);
            _places[index].AsksFields |= _places[operand].Kind == PlaceKind.Outer;
        }

        return index;
    }

    /// <summary>That the lock in a variable is held, of several ways to hold it in this one. Ends with the body, whatever becomes of the variable.</summary>
    public int Lock(ISymbol variable, string family, ITypeSymbol? type)
    {
        if (!_locks.TryGetValue(variable, out Dictionary<string, int>? ways))
            _locks.Add(variable, ways = new(StringComparer.Ordinal));
        if (!ways.TryGetValue(family, out int index))
            ways.Add(family, index = Add(PlaceKind.Local, variable.Name, type));
        return index;
    }

    public int Temporary(ITypeSymbol? type) => Add(PlaceKind.Temporary, "the value", type);

    /// <summary>The place of a local or capture if any instruction mentions it.</summary>
    public int Find(ILocalSymbol local) => _variables.TryGetValue(local, out int index) ? index : Value.None;

    /// <inheritdoc cref="Find(ILocalSymbol)"/>
    public int Find(CaptureId capture) => _captures.TryGetValue(capture, out int index) ? index : Value.None;

    /// <summary>The place of a local, a parameter, or a field of this object.</summary>
    public int Find(ISymbol variable) =>
        _variables.TryGetValue(variable, out int index) || _members.TryGetValue((Value.None, variable), out index) ? index : Value.None;

    private int Variable(ISymbol variable, PlaceKind kind, ITypeSymbol type)
    {
        if (!_variables.TryGetValue(variable, out int index))
            _variables.Add(variable, index = Add(kind, variable.Name, type));
        return index;
    }

    // Primary constructor parameters, and the variables of the functions around this one.
    private bool IsForeign(ISymbol variable) => _function is not null && !SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, _function);

    private sealed class MemberComparer : IEqualityComparer<(int Owner, ISymbol Member)>
    {
        public static readonly MemberComparer Instance = new();

        public bool Equals((int Owner, ISymbol Member) x, (int Owner, ISymbol Member) y) =>
            x.Owner == y.Owner && SymbolEqualityComparer.Default.Equals(x.Member, y.Member);

        public int GetHashCode((int Owner, ISymbol Member) key) => (key.Owner * 31) + SymbolEqualityComparer.Default.GetHashCode(key.Member);
    }

    private int Add(PlaceKind kind, string name, ITypeSymbol? type)
    {
        _places.Add(new Place(_places.Count, kind, name, type));
        return _places.Count - 1;
    }
}
