using System.Globalization;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.ReleaseHandlers;

/// <summary>One method to be registered, as text.</summary>
/// <param name="Key">What it is registered as: the resource type's name, or the cleaner's.</param>
/// <param name="ResourceClass">The class of the resource, qualified; empty for a static cleaner.</param>
/// <param name="Depth">How much stands above that class; less than for every class that derives from it.</param>
/// <param name="Call">How it is called.</param>
/// <param name="Cleaner">The rest of a cleaner's attribute; null for what is no cleaner.</param>
internal sealed record ReleaseHandlerModel(string Key, string ResourceClass, int Depth, CapabilityCall Call, CleanerModel? Cleaner)
{
    public Capability Capability => Call.Capability;
}

/// <summary>The arguments of <c>[Cleaner]</c>.</summary>
internal sealed record CleanerModel(int Level, int Priority, EquatableArray<string> After)
{
    public string LevelText => $"(global::ResourceHygiene.CleanupLevel){Level.ToString(CultureInfo.InvariantCulture)}";

    public string PriorityText => Priority.ToString(CultureInfo.InvariantCulture);
}
