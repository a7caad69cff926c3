using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>How a resource that nobody holds was used last.</summary>
internal enum DiscardForm
{
    /// <summary>Not at all: an expression statement, <c>_ = …</c>, <c>out _</c>.</summary>
    Unused,

    /// <summary>By taking it out of the collection that owned it.</summary>
    Removed,

    /// <summary>As argument of a method that only borrows it.</summary>
    Argument,

    /// <summary>As the object that a member was used on.</summary>
    Receiver,
}

/// <summary>The place where a resource that nobody holds was used last.</summary>
/// <param name="Form">How it was used.</param>
/// <param name="Operation">The use.</param>
/// <param name="Member">Name of the member that used it, or null.</param>
internal sealed record Discard(DiscardForm Form, IOperation Operation, string? Member);

/// <summary>Everything that may happen to one resource in one body, whatever the order. Built by <see cref="ResourceFlow"/>.</summary>
internal sealed class ResourceFate
{
    private bool _escapes;

    /// <summary>Some path releases it.</summary>
    public bool IsReleased { get; set; }

    /// <summary>Some path returns it from the body.</summary>
    public bool IsReturned { get; set; }

    /// <summary>Some path returns what needs it alive.</summary>
    public bool IsReturnedThrough { get; set; }

    /// <summary>Some path puts it where it outlives the call for certain: into a field, a collection in a field, an out parameter, a new owner.</summary>
    public bool IsTaken { get; set; }

    /// <summary>It is stored, handed over, captured, or used in a way that proves nothing.</summary>
    public bool Escapes
    {
        get => _escapes || IsReturnedAsPart;
        set => _escapes = value;
    }

    /// <summary>Some path returns it as an element of a tuple.</summary>
    public bool IsReturnedAsPart { get; set; }

    /// <summary>As <see cref="Escapes"/>, but for what is an element of the tuple that the body returns.</summary>
    public bool EscapesOtherwise => _escapes;

    /// <summary>The element of a tuple in a local that holds it, as one writes it; null where none does.</summary>
    public string? Part { get; set; }

    /// <summary>Its address is in a local struct as well, which native functions read.</summary>
    public bool IsCopied { get; set; }

    /// <summary>It becomes part of the object under construction, whose base class is then its only keeper.</summary>
    public bool IsFaceOfThis { get; set; }

    /// <summary>Something keeps it that owes more than this one release.</summary>
    public bool IsKept { get; set; }

    /// <summary>The locals and parameters that may hold it, in the order of discovery.</summary>
    public List<ISymbol> Places { get; } = new();

    /// <summary>The assignments that put it into fields of this object.</summary>
    public List<IFieldReferenceOperation> Fields { get; } = new();

    /// <summary>Uses of the resource while it was a temporary.</summary>
    public List<Discard> Discards { get; } = new();

    /// <summary>Calls whose results stand for the resource.</summary>
    public HashSet<IOperation> Faces { get; } = new();

    public bool IsDischarged => IsReleased || IsReturned || IsReturnedThrough || Escapes || IsFaceOfThis;
}
