using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.TrackedResources.Sizes;

/// <summary>What says how large a value is.</summary>
internal enum SizeSource
{
    /// <summary>The value itself, an <c>ISizedResource</c>.</summary>
    Itself,

    /// <summary>An array's length.</summary>
    ArrayLength,

    /// <summary>A list's capacity.</summary>
    ListCapacity,

    /// <summary>The memory of an <c>IMemoryOwner</c>.</summary>
    OwnedMemory,

    /// <summary>A tensor's number of elements, and its device.</summary>
    Tensor,

    /// <summary>A module's parameters and buffers.</summary>
    Module,

    /// <summary>What a collection holds.</summary>
    Content,
}

/// <summary>How generated code finds out what a value occupies, and where.</summary>
/// <param name="Source">What says so.</param>
/// <param name="MayBeNull">Whether the value needs a null check.</param>
/// <param name="ElementType">The qualified type of what an array, list, memory or collection consists of; else empty.</param>
/// <param name="Collection">How a collection's content is reached; null where the source is another.</param>
internal sealed record SizeModel(SizeSource Source, bool MayBeNull, string ElementType = "", MeasuredCollectionModel? Collection = null);

/// <summary>How generated code goes through a collection whose content is measured.</summary>
/// <param name="IsLazy">Whether it is a <c>Lazy</c> with its one value.</param>
/// <param name="Through">The qualified interface to enumerate; null where the collection's own enumerator serves.</param>
/// <param name="MayBeDefault">Whether it may be an <c>ImmutableArray</c> without an array.</param>
/// <param name="OfPairs">Whether it holds pairs of key and value.</param>
/// <param name="Content">How what it holds is measured.</param>
internal sealed record MeasuredCollectionModel(bool IsLazy, string? Through, bool MayBeDefault, bool OfPairs, SizeModel Content);

/// <summary>An owned member whose size is known to generated code.</summary>
/// <param name="Target">The field or property, as an identifier.</param>
/// <param name="Size">How it is measured.</param>
internal sealed record MeasuredMemberModel(string Target, SizeModel Size);
