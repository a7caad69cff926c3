using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>What kind of thing holds a value, which decides when it stops holding it.</summary>
internal enum PlaceKind
{
    /// <summary>A local of this body: holds until its scope ends.</summary>
    Local,

    /// <summary>A parameter passed by value: holds until the body ends.</summary>
    Parameter,

    /// <summary>A parameter passed by reference: what it holds at the end goes to the caller.</summary>
    ByReference,

    /// <summary>A field, a property, or a local of an enclosing function: outlives the body.</summary>
    Outer,

    /// <summary>A value that the graph carries from block to block.</summary>
    Capture,

    /// <summary>The value of an expression, until its statement ends.</summary>
    Temporary,

    /// <summary>A condition over other places whose outcome is remembered.</summary>
    Condition,
}

/// <summary>Something that may hold a resource, or whose value decides a branch.</summary>
internal sealed class Place
{
    public Place(int index, PlaceKind kind, string name, ITypeSymbol? type, int owner = Value.None)
    {
        Owner = owner;
        Index = index;
        Kind = kind;
        Name = name;
        Type = type;
    }

    public int Index { get; }

    /// <summary>The place of the object of which this is a member, or <see cref="Value.None"/>.</summary>
    public int Owner { get; }

    /// <summary>The value of a bool by which its owner says that it is released: true of IsDisposed, false of IsAllocated.</summary>
    public bool? TellsRelease { get; init; }

    /// <summary>A bool that is true only of what is not released, and false of other things, too: <c>socket.Connected</c>.</summary>
    public bool TellsLife { get; init; }

    public PlaceKind Kind { get; }

    /// <summary>The name by which messages call it.</summary>
    public string Name { get; }

    public ITypeSymbol? Type { get; }

    /// <summary>Some branch asks about its value, so its value is worth remembering.</summary>
    public bool IsTested { get; set; }

    /// <summary>The answer depends on the content of what its operands refer to: list.Any(), list.Count.</summary>
    public bool AsksForContent { get; set; }

    /// <summary>The answer depends on a field, or on what a field refers to.</summary>
    public bool AsksFields { get; set; }

    /// <summary>Nothing but this body changes it: a readonly field, in a constructor of its type.</summary>
    public bool IsFixed { get; set; }

    /// <summary>Places whose value is read through this one and is unknown once this one changes.</summary>
    public List<int> Dependents { get; } = new();

    /// <summary>True when what it holds at the end of the body lives on.</summary>
    public bool OutlivesBody => Kind is PlaceKind.ByReference or PlaceKind.Outer;
}
