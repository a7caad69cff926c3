namespace ResourceHygiene.Tests.Linearizability;

/// <summary>
/// Wing and Gong's search: is there an order of the operations that keeps each between its call and its answer, and in which
/// the sequential model gives every answer that was given?
/// </summary>
internal static class History
{
    public const int MaxOperations = 63;

    public static bool IsLinearizable(IReadOnlyList<Operation> operations)
    {
        Assert.True(operations.Count <= MaxOperations, "The search marks operations in one word.");
        return Search(operations, done: 0, EntryModel.New, []);
    }

    private static bool Search(IReadOnlyList<Operation> operations, ulong done, EntryModel state, HashSet<(ulong, EntryModel)> failed)
    {
        if (done == (1UL << operations.Count) - 1)
            return true;
        // The same operations in another order, and the same outcome: it was tried.
        if (!failed.Add((done, state)))
            return false;

        // Whatever comes next was called before the first of the others was answered.
        var deadline = long.MaxValue;
        for (var i = 0; i < operations.Count; i++)
        {
            if ((done & (1UL << i)) == 0)
                deadline = Math.Min(deadline, operations[i].Returned);
        }

        for (var i = 0; i < operations.Count; i++)
        {
            if ((done & (1UL << i)) != 0 || operations[i].Called > deadline)
                continue;

            var (after, answer) = state.Do(operations[i].Action);
            if (answer == operations[i].Answer && Search(operations, done | (1UL << i), after, failed))
                return true;
        }
        return false;
    }
}
