namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>
/// Whether a piece of work left anything behind: a process (by parent or by mark), a zombie, a descriptor, a mapping of shared memory, a name
/// in <c>/dev/shm</c>, or a file in the temp directory.
/// </summary>
internal sealed class Audit
{
    private readonly Holdings _before = Holdings.Now();

    /// <exception cref="Xunit.Sdk.XunitException">Something is left; the message lists it.</exception>
    public void AssertNothingIsLeft()
    {
        var left = Left();
        Assert.True(left.Count == 0, $"{left.Count} left behind:\n{string.Join('\n', left)}");
    }

    /// <summary>
    /// What is left once the garbage is gone: descriptors of a process that a test forgot are its own fault, and go with their finalizers, whose
    /// turn nobody can wait for otherwise.
    /// </summary>
    public IReadOnlyCollection<string> Left(int rounds = 100)
    {
        var left = Holdings.Now().Since(_before);
        for (var round = 0; round < rounds && left.Count > 0; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            left = left.Intersect(Holdings.Now().Since(_before).ToArray());
        }
        return left;
    }
}
