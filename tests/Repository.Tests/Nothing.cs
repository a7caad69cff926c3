namespace ResourceHygiene.Repository.Tests;

/// <summary>Expects no offence and shows every one in full; Assert.Empty would show the first fifty characters.</summary>
internal static class Nothing
{
    public static void In<T>(IEnumerable<T> offences)
    {
        T[] all = [.. offences];
        Assert.True(all is [], string.Join('\n', all));
    }
}
