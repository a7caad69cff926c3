using System.Reflection;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Repository.Tests.Architecture;

/// <summary>Roslyn components know the runtime's types as strings. A renamed type must break a test, not a user.</summary>
public sealed class WellKnownNamesTests
{
    public static TheoryData<string> FullNames => [.. ConstantsOf(typeof(WellKnownNames))];

    [Theory]
    [MemberData(nameof(FullNames))]
    public void The_name_is_a_public_type(string fullName)
    {
        Type? type = Resolve(fullName);

        Assert.True(type is { IsVisible: true }, $"{fullName} is not a public type of the runtime or the annotations.");
    }

    [Fact]
    public void A_name_that_no_type_has_is_found_out() => Assert.Null(Resolve("ResourceHygiene.NoSuchType"));

    private static Type? Resolve(string fullName) =>
        typeof(OwnedAttribute).Assembly.GetType(fullName)
        ?? Assembly.Load("ResourceHygiene").GetType(fullName)
        ?? Assembly.Load("ResourceHygiene.Workers").GetType(fullName);

    private static IEnumerable<string> ConstantsOf(Type type) =>
        type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(static field => field.IsLiteral)
            .Select(static field => (string)field.GetRawConstantValue()!);
}
