using System.Collections;

namespace ResourceHygiene;

/// <summary>
/// Releases collections that were registered as one of the types whose content belongs to them, such as a dictionary of a
/// model's parts or a list of rendered frames: disposes what is in them and empties them, so that nothing is held any more.
/// Collections of any other type are left alone; their elements may belong to somebody else.
/// </summary>
internal static class Contents
{
    /// <summary>Null where the resource is no such collection.</summary>
    public static ReleaseOutcome? Release(object resource, in ReleaseContext context)
    {
        if (!BelongTo(resource, context.Type))
            return null;

        var collection = (ICollection)resource;
        try
        {
            DisposeElements(collection, ResourceText.Title(context.Type, context.Name), context.Deadline);
        }
        finally
        {
            Clear(collection);
        }
        return default(ReleaseOutcome);
    }

    private static void DisposeElements(ICollection collection, string owner, CancellationToken deadline)
    {
        var failures = new FailureList();
        foreach (var element in InOrder(collection))
            failures.Try(() => Dispose(element, deadline));
        failures.ThrowIfAny($"parts of {owner}");
    }

    /// <summary>Whether the resource is a collection whose content belongs to it.</summary>
    public static bool BelongTo(object resource, string type) =>
        resource is ICollection and not (Array or IDisposable or IAsyncDisposable) && type is ResourceTypes.ModelShards or ResourceTypes.ModelWeights
        or ResourceTypes.RenderCache or ResourceTypes.AudioCache or ResourceTypes.TempBuffers or ResourceTypes.SubtitleIndex;

    /// <summary>Named parts of a model in the order of <see cref="ModelPart"/>; others last in, first out.</summary>
    private static List<object?> InOrder(ICollection collection)
    {
        if (collection is not IDictionary dictionary)
            return collection.Cast<object?>().Reverse().ToList();

        var parts = new List<(ModelPart Kind, object? Part)>();
        var entry = dictionary.GetEnumerator();
        while (entry.MoveNext())
            parts.Add((ModelParts.KindOf(entry.Key as string), entry.Value));
        return parts.OrderBy(static part => part.Kind).Select(static part => part.Part).ToList();
    }

    private static void Dispose(object? element, CancellationToken deadline)
    {
        switch (element)
        {
            case IDisposable disposable:
                disposable.Dispose();
                break;
            case IAsyncDisposable asyncDisposable:
                AsyncHandlers.Dispose(asyncDisposable, isWatched: false, deadline);
                break;
            // Such as the outputs in a dictionary of a model's parts.
            case ICollection and not Array:
                DisposeElements((ICollection)element, "a part", deadline);
                break;
            default:
                break;
        }
    }

    private static void Clear(ICollection collection)
    {
        switch (collection)
        {
            case IDictionary { IsReadOnly: false, IsFixedSize: false } dictionary:
                dictionary.Clear();
                break;
            case IList { IsReadOnly: false, IsFixedSize: false } list:
                list.Clear();
                break;
            default:
                break;
        }
    }
}
