namespace ResourceHygiene.Testing.Tests;

/// <summary>Expects a verification to fail for the stated reason: a harness that cannot fail proves nothing.</summary>
internal static class Failure
{
    public static async Task ExpectAsync(Func<Task> verification, params string[] messageParts)
    {
        var failure = await Assert.ThrowsAsync<VerificationException>(verification);
        ShouldContain(failure.Message, messageParts);
    }

    public static void Expect(Action verification, params string[] messageParts)
    {
        var failure = Assert.Throws<VerificationException>(verification);
        ShouldContain(failure.Message, messageParts);
    }

    // Assert.Contains shortens what it shows to fifty characters.
    private static void ShouldContain(string message, string[] parts)
    {
        foreach (string part in parts)
            Assert.True(message.Contains(part, StringComparison.Ordinal), $"'{part}' is not in the message:\n{message}");
    }
}
