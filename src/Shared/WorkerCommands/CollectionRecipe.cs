using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.WorkerCommands;

/// <summary>Which method of <c>JsonMetadataServices</c> makes a collection's metadata.</summary>
/// <param name="Factory">The method's name.</param>
/// <param name="NamesCollection">Whether its type arguments begin with the collection itself.</param>
/// <param name="IsCreated">Whether an empty one is made with <c>new</c> and filled.</param>
/// <param name="RangeClass">The class whose <c>CreateRange</c> makes an immutable one; null for others.</param>
internal sealed record CollectionRecipe(string Factory, bool NamesCollection = true, bool IsCreated = true, string? RangeClass = null)
{
    private const string Generic = "System.Collections.Generic.";
    private const string Immutable = "System.Collections.Immutable.";

    private static readonly CollectionRecipe s_array = new("CreateArrayInfo", NamesCollection: false, IsCreated: false);

    // Collections of the framework that come out as what they were. A stack would come out turned over; of a class derived from
    // one of these, what it adds would be lost.
    private static readonly (string Name, CollectionRecipe Recipe)[] s_known =
    {
        (Generic + "List`1", new("CreateListInfo")),
        (Generic + "HashSet`1", new("CreateISetInfo")),
        (Generic + "SortedSet`1", new("CreateISetInfo")),
        (Generic + "Queue`1", new("CreateQueueInfo")),
        (Generic + "LinkedList`1", new("CreateICollectionInfo")),
        (Generic + "Dictionary`2", new("CreateDictionaryInfo")),
        (Generic + "SortedDictionary`2", new("CreateIDictionaryInfo")),
        (Generic + "SortedList`2", new("CreateIDictionaryInfo")),
        ("System.Collections.Concurrent.ConcurrentDictionary`2", new("CreateIDictionaryInfo")),
        ("System.Collections.ObjectModel.Collection`1", new("CreateICollectionInfo")),
        ("System.Collections.ObjectModel.ObservableCollection`1", new("CreateICollectionInfo")),
        (Generic + "IEnumerable`1", new("CreateIEnumerableInfo", IsCreated: false)),
        (Generic + "IReadOnlyCollection`1", new("CreateIEnumerableInfo", IsCreated: false)),
        (Generic + "IReadOnlyList`1", new("CreateIEnumerableInfo", IsCreated: false)),
        (Generic + "ICollection`1", new("CreateICollectionInfo", IsCreated: false)),
        (Generic + "IList`1", new("CreateIListInfo", IsCreated: false)),
        (Generic + "ISet`1", new("CreateISetInfo", IsCreated: false)),
        (Generic + "IDictionary`2", new("CreateIDictionaryInfo", IsCreated: false)),
        (Generic + "IReadOnlyDictionary`2", new("CreateIReadOnlyDictionaryInfo", IsCreated: false)),
        (Immutable + "ImmutableArray`1", Range("ImmutableArray")),
        (Immutable + "ImmutableList`1", Range("ImmutableList")),
        (Immutable + "ImmutableHashSet`1", Range("ImmutableHashSet")),
        (Immutable + "ImmutableSortedSet`1", Range("ImmutableSortedSet")),
        (Immutable + "ImmutableDictionary`2", Range("ImmutableDictionary", "CreateImmutableDictionaryInfo")),
        (Immutable + "ImmutableSortedDictionary`2", Range("ImmutableSortedDictionary", "CreateImmutableDictionaryInfo")),
        ("System.Memory`1", new("CreateMemoryInfo", NamesCollection: false, IsCreated: false)),
        ("System.ReadOnlyMemory`1", new("CreateReadOnlyMemoryInfo", NamesCollection: false, IsCreated: false)),
    };

    /// <summary>How a collection is made; null for what is none that is known.</summary>
    /// <param name="type">The type.</param>
    /// <param name="parts">Its elements' type, or those of its keys and values.</param>
    public static CollectionRecipe? Of(ITypeSymbol type, out ImmutableArray<ITypeSymbol> parts)
    {
        parts = ImmutableArray<ITypeSymbol>.Empty;
        if (type is IArrayTypeSymbol { Rank: 1 } array)
        {
            parts = ImmutableArray.Create(array.ElementType);
            return s_array;
        }

        if (type is not INamedTypeSymbol { IsGenericType: true } named)
            return null;

        foreach ((string name, CollectionRecipe recipe) in s_known)
        {
            if (named.HasFullName(name))
            {
                parts = named.TypeArguments;
                return recipe;
            }
        }

        return null;
    }

    private static CollectionRecipe Range(string type, string factory = "CreateImmutableEnumerableInfo") =>
        new(factory, IsCreated: false, RangeClass: "global::" + Immutable + type);
}
