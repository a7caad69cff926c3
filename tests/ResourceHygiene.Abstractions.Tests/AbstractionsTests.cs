using System.Diagnostics;
using System.Reflection;

namespace ResourceHygiene.Abstractions.Tests;

/// <summary>What analyzers in other people's projects rely on when they read the attributes from metadata.</summary>
public sealed class AbstractionsTests
{
    private static readonly Assembly Abstractions = typeof(OwnedAttribute).Assembly;

    public static TheoryData<Type, AttributeTargets, bool> Attributes => new()
    {
        { typeof(AliasOfAttribute), AttributeTargets.Constructor | AttributeTargets.Method | AttributeTargets.ReturnValue, false },
        { typeof(BorrowedAttribute), AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.ReturnValue, false },
        { typeof(CleanerAttribute), AttributeTargets.Method, false },
        { typeof(MustReleaseAttribute), AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, true },
        { typeof(OffloadAttribute), AttributeTargets.Method, false },
        { typeof(OwnedAttribute), AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.ReturnValue, false },
        { typeof(OwnershipSummaryAttribute), AttributeTargets.Assembly, false },
        { typeof(PersistAttribute), AttributeTargets.Method, false },
        { typeof(ReleaseHandlerAttribute), AttributeTargets.Method, false },
        { typeof(ReleasesAttribute), AttributeTargets.Method | AttributeTargets.Parameter, false },
        { typeof(TakesOwnershipAttribute), AttributeTargets.Parameter, false },
        { typeof(TrackedResourceAttribute), AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Property, false },
        { typeof(TrimAttribute), AttributeTargets.Method, false },
    };

    [Theory]
    [MemberData(nameof(Attributes))]
    public void An_attribute_applies_where_it_has_a_meaning(Type attribute, AttributeTargets targets, bool isInherited)
    {
        var usage = attribute.GetCustomAttribute<AttributeUsageAttribute>()!;

        // Only a summary comes in several pieces.
        Assert.Equal((targets, isInherited, attribute == typeof(OwnershipSummaryAttribute)), (usage.ValidOn, usage.Inherited, usage.AllowMultiple));
    }

    [Fact]
    public void Every_attribute_is_listed_above() =>
        Assert.Equal(
            Abstractions.GetExportedTypes().Where(IsAttribute).Select(type => type.Name).Order(StringComparer.Ordinal),
            Attributes.Select(row => ((Type)row[0]).Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_attribute_is_sealed_and_survives_into_metadata() =>
        Assert.All(Abstractions.GetExportedTypes().Where(IsAttribute), attribute =>
        {
            Assert.True(attribute.IsSealed, attribute.Name);
            // [Conditional] would strip it from annotated assemblies, where analyzers of other projects look for it.
            Assert.Empty(attribute.GetCustomAttributes<ConditionalAttribute>());
        });

    [Fact]
    public void All_public_types_share_one_namespace() =>
        Assert.All(Abstractions.GetExportedTypes(), type => Assert.Equal("ResourceHygiene", type.Namespace));

    [Fact]
    public void The_assembly_depends_on_the_standard_library_only() =>
        Assert.Equal(["netstandard"], Abstractions.GetReferencedAssemblies().Select(name => name.Name));

    [Fact]
    public void Low_priorities_sort_before_high_ones_and_normal_is_the_default()
    {
        Assert.Equal(ReleasePriority.Normal, default);
        Assert.Equal(
            [ReleasePriority.Low, ReleasePriority.Normal, ReleasePriority.High, ReleasePriority.Critical],
            Enum.GetValues<ReleasePriority>().Order());
    }

    [Fact]
    public void Resource_type_names_are_distinct_and_snake_case()
    {
        var names = typeof(ResourceTypes).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToArray();

        Assert.Equal(10, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, name => Assert.Matches("^[a-z]+(_[a-z]+)*$", name));
    }

    [Fact]
    public void Attributes_carry_what_they_were_given()
    {
        var summary = new OwnershipSummaryAttribute(1, "M:C.F owned");
        Assert.Equal((1, "M:C.F owned"), (summary.Version, summary.Contracts));
        Assert.Equal("Free", new MustReleaseAttribute("Free").MethodName);
        Assert.Equal("stream", new AliasOfAttribute("stream").ParameterName);
        Assert.Equal("subtitle_index", new ReleaseHandlerAttribute("subtitle_index").Type);
        Assert.Equal(("a", "b", "c"), (new TrimAttribute("a").Type, new OffloadAttribute("b").Type, new PersistAttribute("c").Type));
        Assert.Equal((null, CleanupLevel.Medium, 0, null), Values(new CleanerAttribute()));
        Assert.Equal(("x", CleanupLevel.Low, 3, "y"), Values(new CleanerAttribute { Name = "x", Level = CleanupLevel.Low, Priority = 3, After = ["y"] }));
        Assert.Equal("_module", new OwnedAttribute { After = "_module" }.After);
        Assert.Equal("handle.codec", new OwnedAttribute { Family = "handle.codec" }.Family);
        Assert.Equal("handle.codec", new ReleasesAttribute { Family = "handle.codec" }.Family);
        var tracked = new TrackedResourceAttribute { Type = "x", Priority = ReleasePriority.Low, RetentionSeconds = 1.5 };
        Assert.Equal(("x", ReleasePriority.Low, 1.5), (tracked.Type, tracked.Priority, tracked.RetentionSeconds));
    }

    private static (string?, CleanupLevel, int, string?) Values(CleanerAttribute cleaner) =>
        (cleaner.Name, cleaner.Level, cleaner.Priority, cleaner.After?.Single());

    private static bool IsAttribute(Type type) => typeof(Attribute).IsAssignableFrom(type);
}
