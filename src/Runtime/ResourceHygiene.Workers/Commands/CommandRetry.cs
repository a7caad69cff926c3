namespace ResourceHygiene.Workers;

/// <summary>
/// Retry policies for <see cref="CommandPoolOptions.Retry"/>; any method that says how long to wait, or that there is no other attempt, can be one.
/// </summary>
/// <remarks>
/// These give up at once on what another attempt does not mend: a program or directory that is not there or cannot be used, too much output, a
/// reader or writer that failed. A pool asks no policy about what was cancelled, shed or refused, nor once it ends.
/// </remarks>
public static class CommandRetry
{
    /// <summary>The same pause before each further attempt.</summary>
    /// <param name="attempts">How many attempts there are in all.</param>
    /// <param name="delay">The pause.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no attempt, or the pause is negative or longer than 49 days.</exception>
    public static Func<CommandAttempt, TimeSpan?> Fixed(int attempts, TimeSpan delay) => Exponential(attempts, delay, delay);

    /// <summary>A pause that doubles from attempt to attempt, each by chance shortened by up to half, so that those who failed together do not return together.</summary>
    /// <param name="attempts">How many attempts there are in all.</param>
    /// <param name="first">The first pause.</param>
    /// <param name="longest">The longest pause; where it is the first one, all pauses are that long exactly.</param>
    /// <param name="random">Where chance comes from; <see cref="Random.Shared"/> if it is not said. Must be safe to use from any thread.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no attempt, or a pause is negative, longer than 49 days, or the first longer than the longest.</exception>
    public static Func<CommandAttempt, TimeSpan?> Exponential(int attempts, TimeSpan first, TimeSpan longest, Random? random = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(attempts);
        ArgumentOutOfRangeException.ThrowIfLessThan(first, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(longest, CommandPoolOptions.LongestTimeLimit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, longest);
        random ??= Random.Shared;
        return attempt =>
        {
            if (attempt.Number >= attempts || !IsWorthAnother(attempt))
                return null;
            if (first == longest)
                return first;

            // More than 62 doublings are beyond every limit anyway.
            var doubled = first.Ticks * Math.Pow(2, Math.Min(62, attempt.Number - 1));
            return TimeSpan.FromTicks((long)(Math.Min(doubled, longest.Ticks) * (1 - (random.NextDouble() / 2))));
        };
    }

    /// <summary>A program that is not there is not there the next time either.</summary>
    private static bool IsWorthAnother(in CommandAttempt attempt) =>
        attempt.Failure is not (CommandFailure.NotFound or CommandFailure.NotExecutable or CommandFailure.BadDirectory or CommandFailure.OutputLimit
            or CommandFailure.StreamFailed);
}
